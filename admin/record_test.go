package admin_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/admin"
	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// register writes a guest into the book.
func (b *bureau) register(m visit.Register) visit.Visit {
	b.t.Helper()
	if m.Source == "" {
		m.Source = visit.AtKiosk
	}
	m.Weapon, m.Read = "no", true
	if m.Purpose == "" {
		m.Purpose = "koordinasi"
	}
	if m.Unit == "" {
		m.Unit = "pidum"
	}
	s := b.stamp(account.ByGuest, account.Guest)
	s.Device = "Kios 1"
	v, _, err := b.book.Register(context.Background(), s, m)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// move makes moves a minute after each other, as Ratna at the desk.
func (b *bureau) move(id string, moves ...visit.Move) visit.Visit {
	b.t.Helper()
	var v visit.Visit
	for _, m := range moves {
		b.wait(time.Minute)
		s := b.stamp("ratna", account.Officer)
		switch m.(type) {
		case visit.Retire:
			s = b.stamp("sekar", account.Supervisor)
		case visit.Expire:
			s = b.stamp(account.BySystem, account.System)
		case visit.PrintTicket:
			s = b.stamp(account.ByGuest, account.Guest)
		}
		s.Device = "Meja depan"
		var err error
		if v, err = b.book.Move(context.Background(), s, id, m); err != nil {
			b.t.Fatalf("%T: %v", m, err)
		}
	}
	return v
}

// card is a verification with everything that can be said.
func card(name string, badge int) visit.Verify {
	return visit.Verify{
		Document: identity.KTP, Number: "6203990107880001", Name: name, Sex: identity.Female, Origin: "masyarakat", From: "Dinas Contoh",
		PhotoWhy: "Kamera rusak", Screening: visit.Nothing, Badge: badge, Unit: "pidum",
		Items: []visit.TakenItem{{What: "Ponsel", Locker: "8"}},
	}
}

// escort is somebody of the sample office who may take guests along.
func (b *bureau) escort() string { return b.o.Escorts()[0].ID }

func TestEveryMoveHasASentence(t *testing.T) {
	for _, r := range visit.Moves {
		if !admin.HasTale(r.Name) {
			t.Errorf("the log has no words for %s", r.Name)
		}
	}
}

func TestTheRecordTellsWhatHappenedInBothLanguages(t *testing.T) {
	b := kapuas(t)
	galih := slices.IndexFunc(b.o.Persons, func(p office.Person) bool { return strings.HasPrefix(p.Name, "Galih Misal") })
	host := b.o.Persons[galih]
	in := func(v visit.Visit, moves ...visit.Move) string { b.move(v.ID, moves...); return v.ID }
	name := func(s string) visit.Visit { return b.register(visit.Register{Name: s, Salute: visit.Ibu}) }

	party := b.register(visit.Register{Name: "Lestari Contoh", Companions: []string{"Sari Misal", "Bayu Umpama"}, Host: host.ID, Unit: "pidum"})
	lead := card("Lestari Contohwati", 4)
	lead.Host = host.ID
	b.move(party.ID, visit.Arrive{}, visit.Here{Who: []string{"1"}}, visit.Here{All: true}, lead, visit.Print{Reason: "kertas macet"}, visit.Custody{What: "Laptop", Locker: "L-7"}, visit.PrintReceipt{}, visit.PrintReceipt{},
		visit.Ask{Channel: visit.Telephone}, visit.Answer{Reply: visit.Wait, Minutes: 4, Channel: visit.Telephone},
		visit.Answer{Reply: visit.Accepted}, visit.Escort{By: b.escort(), Room: "Sidang 1"},
		visit.Leave{Back: []string{"badge", "card", "1", "2"}})

	lost := in(name("Kelana Umpama"), visit.Arrive{}, card("Kelana Umpama", 5), visit.Ask{Channel: visit.InPerson},
		visit.Answer{Reply: visit.Declines, Reason: "sedang sidang"}, visit.Lose{Reason: "hilang di parkir", Supervisor: "sekar"},
		visit.Leave{Behind: []string{"card", "1"}, Reason: "tergesa-gesa"}, visit.Return{Back: []string{"card"}}, visit.Retire{Reason: "dicetak baru"}, visit.Return{Back: []string{"badge"}, Damaged: true})
	seen := name("Pandan Misal")
	b.move(seen.ID, visit.Arrive{})
	if err := b.book.SavePhoto(context.Background(), b.stamp("ratna", account.Officer), seen.ID, []byte("jpeg")); err != nil {
		t.Fatal(err)
	}
	passed := in(seen, card("Pandan Misal", 6), // with a reason typed before the photo was there visit.Ask{Channel: visit.Telephone},
		visit.Answer{Reply: visit.Forwarded, Unit: "datun", Reason: "bukan bagian kami"}, visit.Ask{Channel: visit.Telephone},
		visit.Answer{Reply: visit.NotHere}, visit.Leave{Back: []string{"badge", "card", "1"}, Damaged: true, Ending: visit.Absent})
	onward := in(name("Melur Contoh"), visit.Arrive{}, card("Melur Contoh", 7), visit.Ask{}, visit.Answer{Reply: visit.Accepted}, visit.Escort{By: b.escort()},
		visit.Out{Back: []string{"card"}}, visit.In{Taken: []string{"card"}}, visit.Transfer{Unit: "datun", Reason: "berkas di sana"},
		visit.Leave{Back: []string{"badge", "card", "1"}, Ending: visit.Rescheduled, Day: "2026-11-30"})
	moved := b.register(visit.Register{Name: "Teratai Contoh", Source: visit.ByPhone, Day: "2026-11-25"})
	b.move(moved.ID, visit.PrintTicket{}, visit.Reschedule{Day: "2026-11-26", Reason: "hakim berhalangan"}, visit.Reschedule{Day: "2026-11-27"})
	gone := in(name("Embun Misal"), visit.Arrive{}, visit.Withdraw{Reason: "dijemput"})
	refused := in(name("Ulin Contoh"), visit.Arrive{}, visit.Refuse{Reason: "menolak diperiksa"}, visit.Undo{})
	cancelled := in(name("Seruni Contoh"), visit.Cancel{Reason: "sakit"})
	late := b.register(visit.Register{Name: "Jatmiko Umpama", Source: visit.ByPhone, Day: "2026-11-25"})
	b.move(late.ID, visit.Arrive{Today: true, Reason: "datang lebih awal"})
	expired := b.register(visit.Register{Name: "Kembang Umpama"})
	b.wait(48 * time.Hour)
	b.move(expired.ID, visit.Expire{})

	c := b.as("sekar")
	for _, x := range []struct {
		id     string
		id2    []string
		en     []string
		absent string
	}{
		{party.ID, []string{
			"Terdaftar, di kios lobi, bersama 2 orang Kios 1", "Tiba, dipastikan petugas Ratna Umpama · Meja depan", "Pendamping tiba, 1 orang", "Pendamping tiba, semua",
			"Identitas dicocokkan, KTP, tanpa foto (Kamera rusak), tanda pengenal T-004, kartu di kantong T-004, Ponsel dititipkan di loker 8",
			"nama dari “Lestari Contoh” menjadi “Lestari Contohwati”", "Tanda pengenal dicetak ulang, salinan ke-2, alasan: kertas macet", "Tanda terima titipan dicetak Ratna", "Tanda terima titipan dicetak, salinan ke-2",
			"Ditanyakan, kepada", "Diminta tunggu 4 menit, oleh Ibu Galih Misal", "lewat telepon", "Bersedia menerima", "Bertemu, diantar", "ke Sidang 1", "Pulang, semua kembali",
			"KTP di kantong T-004, Ponsel di loker 8, Laptop di loker L-7; semua kembali", "dicetak 2 kali", "6203••••••••0001",
		}, []string{
			"Registered, at the lobby kiosk, with 2 people", "Asked to wait 4 minutes, by", "Left, everything returned", "copy 2", "Custody receipt printed, copy 2", "In a meeting, escorted by", "Companions arrived, 1 person",
		}, "6203990107880001"},
		{lost, []string{
			"Tidak bersedia", "alasan: sedang sidang", "didatangi langsung", "Tanda pengenal hilang, alasan: hilang di parkir, dipastikan Sekar Umpama",
			"Pulang, tertinggal: kartu (KTP), Ponsel di loker 8, alasan: tergesa-gesa", "Dikembalikan kemudian, kartu (KTP)", "Dikembalikan kemudian, tanda pengenal T-005, tanda pengenal rusak", "Nomor dihapus, T-005, alasan: dicetak baru", "Belum kembali: Ponsel di loker 8",
		}, []string{"Badge lost, reason:", "Left, left behind: card (National ID card)", "Returned later", "Number retired, T-005"}, ""},
		{passed, []string{"Identitas dicocokkan, KTP, foto, tanda pengenal T-006", "Dialihkan, oleh Seksi Tindak Pidana Umum", "ke Seksi Perdata dan Tata Usaha Negara", "Tidak di tempat", "tanda pengenal rusak"},
			[]string{"Passed on, by", "Not in the office", "badge damaged"}, ""},
		{onward, []string{
			"Keluar sebentar, tanda pengenal T-007 di meja depan, membawa kartu (KTP)", "Masuk kembali, kartu (KTP) dititipkan lagi",
			"Ganti tujuan, ke Seksi Perdata dan Tata Usaha Negara, alasan: berkas di sana", "dijadwalkan ulang, datang lagi 30 November 2026", "Dijadwalkan ulang Senin, 30 November 2026",
		}, []string{
			"Stepped out, badge T-007 at the front desk, takes card (National ID card) along", "Back in, card (National ID card) handed in again", "Transferred, to Civil and Administrative", "comes back on 30 November 2026",
		}, ""},
		{moved.ID, []string{"Tiket dicetak Meja depan", "Dijadwalkan ulang, dari 25 November 2026 ke 26 November 2026, alasan: hakim berhalangan", "dari 26 November 2026 ke 27 November 2026"},
			[]string{"Ticket printed Meja depan", "Rescheduled, from 25 November 2026 to 26 November 2026"}, ""},
		{gone, []string{"Pergi sebelum diperiksa, belum ada titipan, alasan: dijemput"}, []string{"Left before the check, nothing had been taken"}, ""},
		{refused, []string{"Ditolak masuk, alasan: menolak diperiksa", "Diurungkan, langkah “Ditolak masuk”"}, []string{"Undone, the step “Refused entry”"}, ""},
		{cancelled, []string{"Dibatalkan, alasan: sakit"}, []string{"Cancelled, reason: sakit"}, ""},
		{late.ID, []string{"lewat ponsel, untuk 25 November 2026", "Tiba, tiket hari lain diterima, alasan: datang lebih awal"}, []string{"ticket of another day accepted"}, ""},
		{expired.ID, []string{"Kedaluwarsa, harinya sudah lewat sistem"}, []string{"Expired, its day is over"}, ""},
	} {
		for l, want := range map[string][]string{"id": x.id2, "en": x.en} {
			p := c.Get("/riwayat/" + x.id + "?lang=" + l).Want(200)
			for _, w := range want {
				if !strings.Contains(p.Text(), w) {
					t.Errorf("%s: not said %q\n%s", l, w, p.Text())
				}
			}
			if strings.Contains(p.Text(), "«") || strings.Contains(p.Body, "%!") || x.absent != "" && strings.Contains(p.Body, x.absent) {
				t.Errorf("%s: %s", l, p.Text())
			}
		}
	}
	// A companion's record leads to the others of the party, and back.
	p := c.Get("/riwayat/" + visit.MemberID(party.ID, 1) + "?lang=id").Want(200)
	if !strings.Contains(p.Text(), "Tiba, bersama rombongan") || !p.Has("link", "Lestari Contohwati") {
		t.Error(p.Text())
	}
	// Only who may deal with what is still held is offered a way to it.
	if p := c.Get("/riwayat/" + lost); !p.Has("link", "Catat yang kembali") || p.Has("link", "Hapus nomor hilang") {
		t.Errorf("the supervisor: %s", p.Text())
	}
	if p := b.as("cakra").Get("/riwayat/" + lost).Want(200); p.Has("link", "Catat yang kembali") || p.Has("heading", "Buka data lengkap") {
		t.Error("the auditor is offered acts")
	}
	if p := c.Get("/riwayat/ABC"); p.Status != 404 {
		t.Errorf("an unknown visit: %d", p.Status)
	}
}

// The canary must be found nowhere: not in a list, a record, an address or the audit log.
func TestAConfidentialGuestIsNamedNowhereUntilRevealed(t *testing.T) {
	b := kapuas(t)
	canaries := []string{"Rahasiawati", "0812 0000 7777", "+6281200007777", "6203990107889999", "Yayasan Kenari", "B-777/kenari", "Pendampingsari", "bisik-bisik"}
	v := b.register(visit.Register{Name: "Anggrek Rahasiawati", Phone: "0812 0000 7777", Letter: "B-777/kenari", Purpose: "panggilan", Confidential: true,
		Companions: []string{"Mawar Pendampingsari"}})
	m := card("Anggrek Rahasiawati", 9)
	m.Number, m.From, m.Confidential, m.PhotoWhy = "6203990107889999", "Yayasan Kenari", true, "bisik-bisik"
	b.move(v.ID, visit.Arrive{}, visit.Here{All: true}, m, visit.Ask{Channel: visit.Telephone}, visit.Answer{Reply: visit.Declines, Reason: "bisik-bisik"},
		visit.Leave{Back: []string{"badge", "card", "1"}})

	look := func(p *webtest.Page) {
		t.Helper()
		for _, w := range canaries {
			if strings.Contains(p.Body, w) || strings.Contains(p.URL.String(), w) {
				t.Errorf("%s says %s", p.URL.Path, w)
			}
		}
	}
	for _, login := range []string{"ratna", "sekar", "cakra", "bima"} {
		c := b.as(login)
		p := c.Get("/riwayat").Want(200)
		look(p)
		if !strings.Contains(p.Text(), "Tamu T-009 – Kunjungan rahasia") {
			t.Error(p.Text())
		}
		look(c.Get("/riwayat/" + v.ID).Want(200))
		look(c.Get("/riwayat/" + visit.MemberID(v.ID, 1)).Want(200))
	}
	c := b.as("ratna")
	if p := c.Get("/riwayat").Form("Tampilkan").Fill("Nama", "Rahasiawati").Press("Tampilkan").Want(200); strings.Contains(p.Text(), "T-009") {
		t.Error("found by the name")
	}
	p := c.Get("/riwayat/" + v.ID).Form("Buka sekali").Press("Buka sekali").Want(422)
	look(p)
	if !strings.Contains(p.Text(), "Tulis alasannya.") {
		t.Error(p.Text())
	}
	p = p.Form("Buka sekali").Fill("Alasan", "diminta jaksa").Press("Buka sekali").Want(200)
	for _, w := range []string{"Anggrek Rahasiawati", "6203990107889999", "0812 0000 7777", "Yayasan Kenari", "Mawar Pendampingsari"} {
		if !strings.Contains(p.Text(), w) {
			t.Errorf("revealed, but not shown: %s", w)
		}
	}
	look(c.Get("/riwayat/" + v.ID).Want(200)) // shown once
	look(b.as("ratna").Get("/riwayat/" + v.ID).Want(200))
	acts := b.as("cakra").Get("/jejak").Want(200)
	look(acts)
	if !strings.Contains(acts.Text(), "Ratna Umpama Data lengkap dibuka alasan: diminta jaksa kunjungan "+v.ID[:6]) {
		t.Error(acts.Text())
	}
}
