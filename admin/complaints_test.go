package admin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/secret"
)

// filed writes a complaint into the book, as from the guest door.
func (b *bureau) filed(m complaint.File) string {
	b.t.Helper()
	if m.Text == "" {
		m.Text = "Saya menunggu lebih dari satu jam tanpa kabar apa pun."
	}
	if m.Naming != complaint.Anonymous && m.Name == "" {
		m.Name, m.Phone = "Rukmini Contohwati", "0812 0000 0007"
	}
	s := b.stamp(account.ByGuest, account.Guest)
	s.Act = secret.Nonce()
	r, _, err := b.book.FileComplaint(context.Background(), s, m)
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Complaint.ID
}

// writes makes a complainant's move.
func (b *bureau) writes(id string, m complaint.Move) {
	b.t.Helper()
	s := b.stamp(account.ByGuest, account.Guest)
	s.Act = secret.Nonce()
	if _, err := b.book.Complain(context.Background(), s, id, m); err != nil {
		b.t.Fatal(err)
	}
}

// stands is where a complaint stands.
func (b *bureau) stands(id string) complaint.Facts {
	b.t.Helper()
	c, err := b.book.Tracked(context.Background(), b.o.ID, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return c.Facts
}

func TestAComplaintGoesItsWayThroughThePages(t *testing.T) {
	b := kapuas(t)
	id := b.filed(complaint.File{Naming: complaint.Confidential, When: "Senin pagi", Wish: "Ada nomor antrean."})
	c := b.as("wulan")
	at := "/pengaduan/" + id
	state := func(want complaint.State) complaint.Facts {
		t.Helper()
		f := b.stands(id)
		if f.State != want {
			t.Fatalf("it is %s, not %s", f.State, want)
		}
		return f
	}
	if home := c.Get("/"); home.URL.Path != "/pengaduan" || !strings.Contains(home.Text(), "Baru diterima") || !strings.Contains(home.Text(), "Saya menunggu lebih") {
		t.Errorf("the officer's first page is %s: %s", home.URL.Path, home.Text())
	}
	p := c.Get(at).Want(200)
	for _, want := range []string{"Isi pengaduan", "tanpa kabar apa pun", "Senin pagi", "Ada nomor antrean", "Rahasia", "Diterima 23 November", "diteruskan dalam 3 hari kerja", "3 hari lagi"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the record does not say %q", want)
		}
	}
	for _, secret := range []string{"Rukmini", "0812"} {
		if strings.Contains(p.Body, secret) {
			t.Errorf("the record tells %q before it was opened", secret)
		}
	}

	form := c.Get(at+"/verify").Want(200).Form("Simpan sebagai diverifikasi").Fill("Judul singkat", "Antre lama").Set("unit", "papbb").Fill("Jenis", "Bukan pengawasan")
	if back := form.Press("Periksa isian"); back.Status != 200 || !strings.Contains(back.Body, "Antre lama") || state(complaint.Received).Title != "" {
		t.Error("the harmless check wrote something or lost what was typed")
	}
	if p = form.Press("Simpan sebagai diverifikasi"); p.Status != 200 || p.URL.Path != at {
		t.Fatalf("after verifying: %d %s", p.Status, p.URL.Path)
	}
	if f := state(complaint.Verified); f.Title != "Antre lama" || f.Unit != "papbb" {
		t.Errorf("%+v", f)
	}
	if p = c.Get(at + "/assign").Form("Simpan disposisi").Press("Simpan disposisi"); p.Status != 422 || !strings.Contains(p.Text(), "Pilih bagian atau pegawai") {
		t.Errorf("assigned to nobody: %d", p.Status)
	}
	c.Get(at+"/assign").Form("Simpan disposisi").Set("unit", "pidum").Fill("Catatan", "Mohon dicek.").Press("Simpan disposisi")
	if p = c.Get(at); state(complaint.Assigned).To.Unit != "pidum" || !strings.Contains(p.Text(), "Didisposisi ke Pidum") || !strings.Contains(p.Text(), "bagian menjawab dalam 5 hari kerja") {
		t.Errorf("assigned: %s", p.Text())
	}
	c.Get(at+"/ask").Form("Kirim pertanyaan").Fill("Apa yang perlu ditanyakan?", "Pukul berapa?").Press("Kirim pertanyaan")
	if p = c.Get("/pengaduan"); !strings.Contains(p.Text(), "Menunggu pelapor") || !strings.Contains(p.Text(), "tutup 7 Des") {
		t.Errorf("a question stops the clock: %s", p.Text())
	}
	stale := c.Get(at).Form("Kirim tanggapan").Fill("Balasan kepada pelapor", "Sudah kami perbaiki.")
	b.writes(id, complaint.Reply{Text: "Pukul sepuluh."})
	if p = stale.Press("Kirim tanggapan"); p.Status != 409 || !strings.Contains(p.Text(), "Pelapor baru menulis") || !strings.Contains(p.Body, "Sudah kami perbaiki.") || !strings.Contains(p.Text(), "Pukul sepuluh.") {
		t.Errorf("answered past a new message: %d %s", p.Status, p.Text())
	}
	c.Get(at).Form("Ditindaklanjuti").Press("Ditindaklanjuti")
	state(complaint.Progress)
	c.Get(at+"/note").Form("Simpan catatan").Fill("Catatan", "Papan sudah dipesan.").Press("Simpan catatan")
	c.Get(at+"/note").Form("Simpan catatan").Fill("Catatan", "Papan sedang dibuat.").Choose("Pelapor boleh membaca catatan ini").Press("Simpan catatan")
	if public := state(complaint.Progress).Public(); len(public) != 3 || public[2].Text != "Papan sedang dibuat." {
		t.Errorf("the complainant reads %+v", public)
	}
	if p = c.Get(at + "?templat=2"); !strings.Contains(p.Find("textbox", "Balasan kepada pelapor").Text(), "mengikuti standar pelayanan") {
		t.Error("a template is not in the answer")
	}
	c.Get(at).Form("Kirim tanggapan").Fill("Balasan kepada pelapor", "Mulai besok ada papan nama.").Press("Kirim tanggapan")
	state(complaint.Answered)
	if p = c.Get(at).Form("Selesai").Press("Selesai"); p.Status != 409 {
		t.Errorf("closed over a silent complainant: %d", p.Status)
	}
	b.writes(id, complaint.Rate{Stars: 3})
	c.Get(at).Form("Selesai").Press("Selesai")
	state(complaint.Closed)
	if p = c.Get("/pengaduan?selesai=1"); !strings.Contains(p.Text(), "Antre lama") {
		t.Error("what is over is in no list")
	}

	other := b.filed(complaint.File{Naming: complaint.Named})
	if p = c.Get("/pengaduan/" + other); !strings.Contains(p.Text(), "Rukmini Contohwati") {
		t.Error("an open complaint hides its name")
	}
	if p = c.Get("/pengaduan/" + other + "/elsewhere").Form("Tutup dan beri tahu pelapor").Press("Tutup dan beri tahu pelapor"); p.Status != 422 {
		t.Errorf("nowhere to turn to: %d", p.Status)
	}
	c.Get("/pengaduan/"+other+"/elsewhere").Form("Tutup dan beri tahu pelapor").Fill("Ke mana pelapor dapat mengadu?", "Pengadilan Negeri").Press("Tutup dan beri tahu pelapor")
	if f := b.stands(other); f.State != complaint.Elsewhere || f.Public()[0].Text != "Pengadilan Negeri" {
		t.Errorf("%+v", f)
	}
}

func TestANameIsOpenedByAnAuditedActAlone(t *testing.T) {
	b := kapuas(t)
	id := b.filed(complaint.File{Naming: complaint.Confidential})
	c := b.as("wulan")
	at := "/pengaduan/" + id
	if p := c.Get(at + "/berkas.pdf?identitas=1"); p.Status != 404 {
		t.Errorf("the paper with a name that nobody opened: %d", p.Status)
	}
	b.wait(10 * time.Minute) // the password is no longer fresh
	form := c.Get(at + "/reveal").Want(200).Form("Buka nama")
	if p := form.Press("Buka nama"); p.Status != 422 || strings.Contains(p.Body, "Rukmini") {
		t.Errorf("without a reason: %d", p.Status)
	}
	if p := form.Fill("Alasan membuka nama", "Perlu dihubungi").Press("Buka nama"); p.Status != 422 || strings.Contains(p.Body, "Rukmini") {
		t.Errorf("without the password: %d", p.Status)
	}
	p := c.Get(at+"/reveal").Form("Buka nama").Fill("Alasan membuka nama", "Perlu dihubungi").Set("own", ownWord).Press("Buka nama")
	if !strings.Contains(p.Text(), "Rukmini Contohwati") || !strings.Contains(p.Text(), "0812 0000 0007") {
		t.Fatalf("it was opened, and there is no name: %s", p.Text())
	}
	if pdf := c.Get(at + "/berkas.pdf?identitas=1").Want(200); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no paper")
	}
	acts, err := b.book.ActsOn(context.Background(), b.o.ID, id, 5)
	if err != nil || len(acts) != 1 || acts[0].What != string(account.RevealName) || acts[0].Reason != "Perlu dihubungi" || acts[0].Done != "done" || acts[0].By != "wulan" {
		t.Errorf("on record: %+v %v", acts, err)
	}
	b.wait(6 * time.Minute)
	if p := c.Get(at); strings.Contains(p.Body, "Rukmini") || !strings.Contains(p.Text(), "Nama pelapor dibuka, Perlu dihubungi") {
		t.Error("the name stays open, or the log does not tell")
	}
	if p := b.as("bima").Get("/jejak").Want(200); strings.Contains(p.Text(), "Perlu dihubungi") || !strings.Contains(p.Text(), "Nama pelapor dibuka") {
		t.Error("the administrator reads why a name was opened, or does not read that it was")
	}
	if p := b.as("cakra").Get("/jejak").Want(200); !strings.Contains(p.Text(), "Perlu dihubungi") {
		t.Error("the auditor cannot judge why a name was opened")
	}
}

func TestAnOfficeDecidesAboutComplaints(t *testing.T) {
	b := kapuas(t)
	id := b.filed(complaint.File{Naming: complaint.Named})
	c := b.as("bima")
	form := c.Get("/pengaturan/pengaduan").Want(200).Form("Simpan")
	if p := form.Fill("Diteruskan dalam", "0").Press("Simpan"); p.Status != 422 {
		t.Errorf("no days at all: %d", p.Status)
	}
	form = c.Get("/pengaturan/pengaduan").Form("Simpan").Fill("Diteruskan dalam", "1").Fill("Kabar untuk petugas pukul", "7, 12.00 dan 15").
		Set("templates", "Sudah beres\r\nTerima kasih.\r\nSudah kami perbaiki.\r\n\r\nMaaf\r\nKami mohon maaf.").Set("fork_id", "Datang ke meja depan.")
	if p := form.Press("Simpan"); p.Status != 200 || p.URL.Path != "/pengaturan/pengaduan" {
		t.Fatalf("%d %s", p.Status, p.Text())
	}
	k := b.setting().Complaints
	if k.Forward != 1 || len(k.Hours) != 3 || k.Hours[1] != 12 || len(k.Templates) != 2 || k.Templates[0].Body != "Terima kasih.\nSudah kami perbaiki." || k.Fork.ID != "Datang ke meja depan." || k.Ordinary != 14 {
		t.Errorf("%+v", k)
	}
	if p := b.as("wulan").Get("/pengaduan/" + id); !strings.Contains(p.Text(), "diteruskan dalam 1 hari kerja") || !strings.Contains(p.Text(), "Sudah beres") {
		t.Errorf("the officer's page: %s", p.Text())
	}
	if p := c.Get("/pengaturan/pengaduan").Form("Simpan").Fill("Kabar untuk petugas pukul", "1, 2, 3, 4").Press("Simpan"); p.Status != 422 {
		t.Errorf("four digests a day tell complaints apart: %d", p.Status)
	}
}
