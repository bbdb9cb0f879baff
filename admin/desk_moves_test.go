package admin_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/guard"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// arrives brings a fresh registration to the desk and opens its check-in.
func (d *deskTest) arrives(b *webtest.Client, change ...func(*visit.Register)) (string, *webtest.Page) {
	d.t.Helper()
	v := d.registers(change...)
	page := b.Get("/kunjungan/" + v.ID).Form("Catat tiba").Press("Catat tiba").Want(200)
	return v.ID, page
}

// filled is the check-in with nothing wrong in it.
func filled(page *webtest.Page, badge int) *webtest.Form {
	return page.Form("Simpan, ke ruang tunggu").Fill("NIK", "6203995508850001").Choose(fmt.Sprintf("T-%03d", badge)).Set("photo_why", "Kamera rusak")
}

// waits is a guest who was verified and whose host was asked.
func (d *deskTest) waits(b *webtest.Client, badge int, change ...func(*visit.Register)) (string, *webtest.Page) {
	d.t.Helper()
	id, page := d.arrives(b, change...)
	return id, filled(page, badge).Press("Simpan, ke ruang tunggu").Want(200)
}

// meets is a guest who was escorted to the host.
func (d *deskTest) meets(b *webtest.Client, badge int, change ...func(*visit.Register)) (string, *webtest.Page) {
	d.t.Helper()
	id, page := d.waits(b, badge, change...)
	page = page.Form("Bersedia").Press("Bersedia").Follow("Antar ke tujuan …")
	return id, page.Form("Antar sekarang").Fill("Diantar oleh", "Karang Permisalan · Pembinaan").Press("Antar sekarang").Want(200)
}

// What is refused is said at its field and above the form, in a title that says so,
// and everything typed is still there.
func TestWhatTheCheckInRefuses(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	for _, c := range []struct {
		what   string
		change func(*webtest.Form)
		field  string
		says   string
	}{
		{"digits missing", func(f *webtest.Form) { f.Set("number", "6203 9955") }, "number", "Masih kurang 8 angka."},
		{"an impossible date", func(f *webtest.Form) { f.Set("number", "6203993213850001") }, "number", "Tanggal lahir di NIK belum cocok: angka ke-7 sampai ke-12."},
		{"serial 0000", func(f *webtest.Form) { f.Set("number", "6203995508850000") }, "number", "Empat angka terakhir NIK tidak mungkin 0000."},
		{"as written without a reason", func(f *webtest.Form) { f.Set("number", "6203993213850001").Set("as_written", "1") }, "number_why", "Tulis alasan nomor disimpan sesuai kartu."},
		{"no document", func(f *webtest.Form) { f.Set("document", "kartu-remi") }, "document", "Pilih salah satu."},
		{"no name", func(f *webtest.Form) { f.Set("name", "") }, "name", "Tulis nama tamu, paling sedikit 2 huruf."},
		{"name too long", func(f *webtest.Form) { f.Set("name", strings.Repeat("nama ", 30)) }, "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"name far too long", func(f *webtest.Form) { f.Set("name", strings.Repeat("nama ", 1000)) }, "name", "Singkatkan nama, paling banyak 80 huruf."},
		{"neither photo nor reason", func(f *webtest.Form) { f.Set("photo_why", "") }, "photo_why", "Ambil foto, atau tulis alasan tanpa foto."},
		{"refuses the check", func(f *webtest.Form) { f.Set("screening", "refused") }, "screening", "Pilih Tolak masuk."},
		{"permit without a number", func(f *webtest.Form) { f.Set("screening", "permit") }, "screen_note", "Tulis nomor surat izin."},
		{"handed in, but nothing", func(f *webtest.Form) { f.Set("screening", "surrendered") }, "items-0-what", "Tulis barang yang dititipkan."},
		{"a locker without a thing", func(f *webtest.Form) { f.Set("items[0].locker", "Loker 3") }, "items-0-what", "Tulis barangnya."},
		{"no badge", func(f *webtest.Form) { f.Set("badge", "") }, "badge", "Pilih nomor tanda pengenal yang kosong."},
		{"a badge the office lacks", func(f *webtest.Form) { f.Set("badge", "4711") }, "badge", "Pilih nomor tanda pengenal yang kosong."},
		{"a badge that is no number", func(f *webtest.Form) { f.Set("badge", "T-016") }, "badge", "Tulis dengan angka saja."},
		{"card not kept, without a reason", func(f *webtest.Form) { f.Set("only_seen", "1") }, "seen_why", "Tulis mengapa kartu tidak ditahan."},
		{"no unit", func(f *webtest.Form) { f.Set("unit", "").Set("host", "") }, "unit", "Pilih bagian yang dituju."},
		{"a host nobody knows", func(f *webtest.Form) { f.Set("host", "siapa") }, "host", "Nama pegawai ini tidak ada dalam daftar."},
		{"not text", func(f *webtest.Form) { f.Set("name", "\xff\xfe") }, "name", "Isian ini tidak terbaca."},
	} {
		t.Run(c.what, func(t *testing.T) {
			form := filled(ratna.Get("/kunjungan/"+id+"/verify"), 16).Set("from", "Kantor Contoh")
			c.change(form)
			back := form.Press("Simpan, ke ruang tunggu").Want(422)
			if !strings.HasPrefix(back.Title(), "Belum lengkap: Verifikasi") {
				t.Errorf("title %q", back.Title())
			}
			alert := back.Find("alert", "")
			if alert == nil || !strings.Contains(alert.Text(), c.says) {
				t.Fatalf("the summary lacks %q: %s", c.says, back.Text())
			}
			if back.Root.ID(c.field) == nil {
				t.Errorf("nothing bears the id %s", c.field)
			}
			if from := back.Root.ID("from"); from == nil || from.Attr["value"] != "Kantor Contoh" {
				t.Error("what was typed is gone")
			}
			if s := d.visit(id).Facts.State; s != visit.Arrived {
				t.Errorf("the visit is %s", s)
			}
		})
	}
	_ = page
	says(t, filled(ratna.Get("/kunjungan/"+id+"/verify"), 16).Set("number", "6203993213850001").Press("Simpan, ke ruang tunggu").Want(422), "Simpan sesuai yang tertulis di kartu")
	form := filled(ratna.Get("/kunjungan/"+id+"/verify"), 16).Set("number", "6203993213850001").Set("as_written", "1").Set("number_why", "Tercetak begitu")
	form.Press("Simpan, ke ruang tunggu").Want(200)
	if f := d.visit(id).Facts; !f.Document.AsWritten || f.State != visit.Waiting {
		t.Errorf("%+v", f.Document)
	}
}

// A doubt about the number is amber and never stops anything.
func TestDoubtsWarnAndNeverBlock(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna) // Ibu
	form := filled(page, 3).Set("number", "6203991508850001")
	says(t, form.Press("Periksa isian").Want(200), "NIK menunjuk laki-laki, lahir 15 Agustus 1985. Pendaftaran menyebut Ibu.")
	form.Values.Set("number", "6203991508850001")
	part := ratna.Post("/kunjungan/"+id+"/verify/nomor", form.Values).Want(200)
	says(t, part, "NIK menunjuk laki-laki")
	if d.visit(id).Facts.State != visit.Arrived {
		t.Error("a check saved something")
	}
	form.Press("Simpan, ke ruang tunggu").Want(200)
	if d.visit(id).Facts.State != visit.Waiting {
		t.Error("a doubt stopped the check-in")
	}
}

// A scanner's Enter presses the first button of a form: it finishes nothing.
func TestAStrayEnterFinishesNothing(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	filled(page, 4).Press("Periksa isian").Want(200)
	if d.visit(id).Facts.State != visit.Arrived {
		t.Fatal("the check saved the check-in")
	}
	_, card := d.waits(ratna, 5)
	card.Form("Bersedia").Press("Periksa isian").Want(200)
	walk := ratna.Get("/tamu/baru").Form("Catat tiba, lanjut verifikasi").Fill("Nama tamu", "Bakung Contoh").Fill("Apa keperluannya?", "Tilang")
	says(t, walk.Press("Periksa isian").Want(200), "Tamu tanpa daftar")
	if visits := ratna.Get("/").Text(); strings.Contains(visits, "Bakung") {
		t.Error("the check registered somebody")
	}
}

// Ten clicks on one form are one entry.
func TestRepeatedClicksAreOneEntry(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	form := filled(page, 7)
	form.Values.Set("number", "6203995508850001")
	var done sync.WaitGroup
	answers := make([]int, 10)
	for i := range answers {
		done.Add(1)
		guard.Go(nil, "click", func() {
			defer done.Done()
			answers[i] = ratna.Send("POST", form.Action, "application/x-www-form-urlencoded", strings.NewReader(form.Values.Encode())).Status
		})
	}
	done.Wait()
	for _, status := range answers {
		if status != 303 {
			t.Errorf("answers %v", answers)
			break
		}
	}
	verified := 0
	for _, e := range d.visit(id).Log {
		if e.Move == "verify" {
			verified++
		}
	}
	if verified != 1 {
		t.Errorf("%d entries", verified)
	}
}

// Two officers at one guest: the slower is told who was faster and when, and nothing
// of what they typed is lost.
func TestTwoOfficersAtOneGuest(t *testing.T) {
	d := openDesk(t)
	ratna, sari := d.as("ratna"), d.as("sari")
	id, page := d.arrives(ratna, func(m *visit.Register) { m.Companions = []string{"Rimba Umpama"} })
	slow := filled(page, 8).Set("from", "Kantor Contoh")
	card := sari.Get("/kunjungan/" + id)
	d.later(time.Minute)
	card.Form("Semua hadir").Press("Semua hadir").Want(200)
	back := slow.Press("Simpan, ke ruang tunggu").Want(409)
	says(t, back, "Sari Contoh lebih dulu mengubah kunjungan ini pukul 09.43.")
	if from := back.Root.ID("from"); from == nil || from.Attr["value"] != "Kantor Contoh" {
		t.Error("what was typed is gone")
	}
	back.Form("Simpan, ke ruang tunggu").Press("Simpan, ke ruang tunggu").Want(200)
	if d.visit(id).Facts.State != visit.Waiting {
		t.Error("the second try did not save")
	}

	// Opposite answers: one wins, the other sees the card as it is now.
	one, two := ratna.Get("/kunjungan/"+id).Form("Bersedia"), sari.Get("/kunjungan/"+id).Form("Tidak bersedia")
	one.Press("Bersedia").Want(200)
	says(t, two.Press("Tidak bersedia").Want(409), "Ratna Umpama lebih dulu", "Bersedia, 09.43.")
	if r := d.visit(id).Facts.Reply().Reply; r != visit.Accepted {
		t.Errorf("the answer is %s", r)
	}

	// The visit has moved on: the form of a state that is over shows the card.
	other, check := d.arrives(ratna)
	late := filled(check, 9)
	filled(sari.Get("/kunjungan/"+other+"/verify"), 10).Press("Simpan, ke ruang tunggu").Want(200)
	says(t, late.Press("Simpan, ke ruang tunggu").Want(409), "Sari Contoh lebih dulu", "6. Apa jawaban yang dituju?")
}

// A badge that was just given away: the number is named with its holder, the page has
// everything typed and shows the number as taken.
func TestABadgeThatWasJustTaken(t *testing.T) {
	d := openDesk(t)
	ratna, sari := d.as("ratna"), d.as("sari")
	id, page := d.arrives(ratna)
	d.waits(sari, 12, func(m *visit.Register) { m.Name = "Joko Misalkan" })
	back := filled(page, 12).Press("Simpan, ke ruang tunggu").Want(409)
	says(t, back, "T-012 baru saja dipakai Joko Misalkan. Pilih nomor lain.")
	if back.Find("radio", "T-012, dipakai") == nil {
		t.Error("the number is not shown as taken")
	}
	back.Form("Simpan, ke ruang tunggu").Choose("T-013").Press("Simpan, ke ruang tunggu").Want(200)
	if n := d.visit(id).Facts.Badge.Number; n != 13 {
		t.Errorf("badge %d", n)
	}
	// A confidential holder is not named.
	_, secret := d.arrives(sari, func(m *visit.Register) { m.Name, m.Confidential = "Rahasia Contoh", true })
	filled(secret, 14).Set("name", "Rahasia Contoh").Press("Simpan, ke ruang tunggu").Want(200)
	_, third := d.arrives(ratna)
	if text := filled(third, 14).Press("Simpan, ke ruang tunggu").Want(409).Text(); strings.Contains(text, "Rahasia Contoh") {
		t.Error("a confidential guest is named")
	}
}

// What people type comes back as text, never as markup, and stands nowhere as code.
func TestHostileTextStaysText(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	const evil = `"><script>alert(1)</script>{{.CSRF}} ' onmouseover=x`
	id, page := d.waits(ratna, 20, func(m *visit.Register) {
		m.Name, m.Letter, m.Companions = "Ratu "+evil, "=cmd|' /C calc'!A0", []string{evil}
	})
	for _, path := range []string{"/", "/kunjungan/" + id, "/kunjungan/" + id + "/kartu", "/kunjungan/" + id + "/leave", "/meja/daftar"} {
		body := ratna.Get(path).Want(200).Body
		if strings.Contains(body, "<script>alert") {
			t.Errorf("%s: what was typed is code", path)
		}
	}
	back := page.Form("Bersedia").Set("answer", "forwarded").Set("reason", evil).Press("Periksa isian")
	if strings.Contains(back.Body, "<script>alert") {
		t.Error("the reason is code")
	}
	found := scans(ratna, evil)
	if strings.Contains(found.Body, "<script>alert") {
		t.Error("the search is code")
	}
}

// A guest without a registration is registered and received by one form.
func TestAWalkIn(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	page := ratna.Get("/").Follow("Tamu tanpa daftar").Want(200)
	says(t, page.Form("Catat tiba, lanjut verifikasi").Press("Catat tiba, lanjut verifikasi").Want(422), "Belum lengkap", "Pilih keperluannya.")
	form := page.Form("Catat tiba, lanjut verifikasi").Fill("Nama tamu", "Bakung Contoh").Choose("Bapak").Fill("Nomor ponsel", "0812 0000 0009").
		Fill("Apa keperluannya?", "Tilang").Fill("Bagian", "Seksi Tindak Pidana Umum").Set("companion", "Cempaka Contoh", "")
	first := form.Send("Catat tiba, lanjut verifikasi")
	if first.Status != 303 {
		t.Fatalf("%d: %s", first.Status, first.Text())
	}
	if again := form.Send("Catat tiba, lanjut verifikasi"); again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("sent twice it leads to %s and %s", first.Header.Get("Location"), again.Header.Get("Location"))
	}
	verify := ratna.Get(first.Header.Get("Location")).Want(200)
	says(t, verify, "Bapak Bakung Contoh", "Tiba 09.42")
	id := strings.Split(first.Header.Get("Location"), "/")[2]
	v := d.visit(id)
	if v.Facts.Source != visit.AtDesk || v.Facts.State != visit.Arrived || v.Seen() != 3 {
		t.Errorf("%s %s, %d entries", v.Facts.Source, v.Facts.State, v.Seen())
	}
	if c := d.visit(visit.MemberID(id, 1)); c.Facts.Guest.Name != "Cempaka Contoh" || c.Facts.State != visit.Arrived {
		t.Errorf("the companion is %+v", c.Facts)
	}
}

// A lost badge needs a reason and a supervisor's own sign-in, and is on the record.
func TestALostBadgeNeedsASupervisor(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.meets(ratna, 21)
	leave := page.Follow("Pulang …")
	panel := leave.Form("Selesai, tamu pulang").Choose("KTP Anggrek, dari kantong").Press("Ada masalah … Tanda pengenal Anggrek").Want(200)
	says(t, panel, "T-021 belum kembali", "Tanda pengenal hilang", "1 dari 2 kembali")
	for _, c := range []struct{ login, password, reason, says string }{
		{"", "", "Tercecer", "Supervisor perlu masuk di sini."},
		{"bima", deskPassword, "", "Tulis alasannya."},
		{"bima", "salah sekali ini", "Tercecer", "Nama atau kata sandi belum cocok."},
		{"sari", deskPassword, "Tercecer", "Akun ini bukan akun supervisor."},
	} {
		form := ratna.Get("/kunjungan/"+id+"/leave?masalah=0:badge").Form("Catat hilang").Fill("Alasan", c.reason).Fill("Nama pengguna supervisor", c.login).Fill("Kata sandi supervisor", c.password)
		back := form.Press("Catat hilang").Want(422)
		says(t, back, c.says)
		if strings.Contains(back.Body, deskPassword) || strings.Contains(back.Body, "salah sekali ini") {
			t.Error("the page holds a password")
		}
	}
	if !d.visit(id).Facts.Badge.LostAt.IsZero() {
		t.Fatal("lost without a supervisor")
	}
	form := panel.Form("Catat hilang").Fill("Alasan", "Tercecer di halaman").Fill("Nama pengguna supervisor", "bima").Fill("Kata sandi supervisor", deskPassword)
	lost := form.Press("Catat hilang").Want(200)
	says(t, lost, "hilang 09.42")
	gone := lost.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	says(t, gone, "hilang 09.42, dikuatkan Bima Rekaan")
	f := d.visit(id).Facts
	if f.State != visit.Left || f.Badge.LostBy != "bima" || f.TakesNumber() != 21 || f.Card.Out() {
		t.Errorf("%+v", f.Badge)
	}
	acts, err := d.book.Acts(t.Context(), d.office.ID, "", 20)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, a := range acts.Acts {
		found = found || a.What == "lose" && a.On == id && a.By == "ratna" && a.Done == "done"
	}
	if !found {
		t.Errorf("the audit log does not know of it: %+v", acts.Acts)
	}
	// Found later, or retired by a supervisor: only then is the number free.
	says(t, ratna.Get("/"), "Masih dipegang")
	if ratna.Get("/kunjungan/"+id).Find("button", "Bebaskan nomor") != nil {
		t.Error("an officer may retire a number")
	}
	bima := d.as("bima")
	bima.Get("/kunjungan/"+id).Form("Bebaskan nomor").Fill("Alasan", "Dibuat baru").Press("Bebaskan nomor").Want(200)
	if n := d.visit(id).Facts.TakesNumber(); n != 0 {
		t.Errorf("number %d is still taken", n)
	}
}

// Things left behind have a reason, stay on the desk's list, and come back later.
func TestAnItemLeftBehindComesBackLater(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	card := filled(page, 22).Set("items[0].what", "Laptop abu-abu").Set("items[0].locker", "Loker 2").Press("Simpan, ke ruang tunggu").Want(200)
	leave := card.Follow("Pulang …")
	form := leave.Form("Selesai, tamu pulang").Choose("Tanda pengenal Anggrek").Choose("KTP Anggrek, dari kantong")
	panel := form.Press("Ada masalah … Laptop abu-abu Anggrek").Want(200)
	says(t, panel, "2 dari 3 kembali")
	says(t, panel.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(422), "Tulis alasannya.")
	panel.Form("Selesai, tamu pulang").Set("reason", "Diambil besok").Press("Selesai, tamu pulang").Want(200)
	if f := d.visit(id).Facts; f.State != visit.Left || !f.Holds() || f.Items[0].Behind != "Diambil besok" || f.Ending != visit.Withdrawn {
		t.Fatalf("%+v", f)
	}
	held := ratna.Get("/")
	says(t, held, "Masih dipegang")
	back := held.Follow("09.42 Anggrek Contohwati").Form("Catat kembali").Choose("Laptop abu-abu Anggrek").Press("Catat kembali").Want(200)
	says(t, back, "diserahkan 09.42")
	if d.visit(id).Facts.Holds() {
		t.Error("it is still held")
	}
}

// Two things may stay behind, for one reason, beside what was ticked.
func TestTwoThingsLeftBehind(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.arrives(ratna)
	card := filled(page, 24).Set("items[0].what", "Laptop abu-abu").Set("items[1].what", "Tas ransel").Press("Simpan, ke ruang tunggu").Want(200)
	first := card.Follow("Pulang …").Form("Selesai, tamu pulang").Set("back", "0:badge", "0:card").Press("Ada masalah … Laptop abu-abu Anggrek")
	second := first.Form("Selesai, tamu pulang").Fill("Alasan", "Diambil besok").Press("Ada masalah … Tas ransel Anggrek").Want(200)
	says(t, second, "2 dari 4 kembali", "Laptop abu-abu Anggrek , ditinggal")
	second.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	if f := d.visit(id).Facts; f.State != visit.Left || f.Items[0].Behind != "Diambil besok" || f.Items[1].Behind != "Diambil besok" || !f.Badge.LostAt.IsZero() || f.Badge.BackAt.IsZero() {
		t.Errorf("%+v", f)
	}
}

// A badge that came back broken is back.
func TestADamagedBadge(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.meets(ratna, 23)
	panel := page.Follow("Pulang …").Form("Selesai, tamu pulang").Press("Ada masalah … Tanda pengenal Anggrek")
	kept := panel.Form("Catat hilang").Choose("Rusak, dikembalikan").Press("Catat hilang").Want(200)
	says(t, kept, "kembali rusak", "1 dari 2 kembali")
	kept.Form("Selesai, tamu pulang").Choose("KTP Anggrek, dari kantong").Press("Selesai, tamu pulang").Want(200)
	if b := d.visit(id).Facts.Badge; !b.Damaged || b.BackAt.IsZero() {
		t.Errorf("%+v", b)
	}
}

// Undo: by the officer who acted, within the minutes, as an entry of its own.
func TestUndo(t *testing.T) {
	d := openDesk(t)
	ratna, sari := d.as("ratna"), d.as("sari")
	id, _ := d.arrives(ratna)
	desk := ratna.Get("/")
	says(t, desk, "Anggrek Contohwati dicatat tiba, 09.42")
	toast := desk.Form("Urungkan")
	if got := d.visit(id).Seen(); toast.Values.Get("seen") != fmt.Sprint(got) {
		t.Errorf("the toast has seen %s of %d", toast.Values.Get("seen"), got)
	}
	toast.Press("Urungkan").Want(200)
	if v := d.visit(id); v.Facts.State != visit.Registered || v.Last().Move != "undo" {
		t.Errorf("%s after %s", v.Facts.State, v.Last().Move)
	}
	again := ratna.Get("/kunjungan/" + id).Form("Catat tiba").Press("Catat tiba").Want(200)
	again.Form("Belum tiba, urungkan").Press("Belum tiba, urungkan").Want(200)
	if d.visit(id).Facts.State != visit.Registered {
		t.Error("the check-in's own undo did nothing")
	}
	ratna.Get("/kunjungan/" + id).Form("Catat tiba").Press("Catat tiba").Want(200)
	if sari.Get("/kunjungan/"+id).Find("button", "Urungkan") != nil {
		t.Error("another officer may undo")
	}
	if d.as("bima").Get("/kunjungan/"+id).Find("button", "Urungkan: mencatat tiba, 09.42") == nil {
		t.Error("a supervisor may not undo")
	}
	stale := ratna.Get("/kunjungan/" + id).Form("Urungkan: mencatat tiba, 09.42")
	d.later(6 * time.Minute)
	says(t, stale.Press("Urungkan: mencatat tiba, 09.42").Want(409), "Sudah lewat 5 menit, tidak bisa diurungkan.")
}

// Reasons are asked where the decision can be complained about.
func TestRefusingAndGoingAway(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, verify := d.arrives(ratna)
	panel := verify.Form("Tolak masuk …").Press("Tolak masuk …").Want(200)
	says(t, panel.Form("Tolak masuk").Press("Tolak masuk").Want(422), "Tulis alasannya.")
	says(t, panel.Form("Tolak masuk").Fill("Alasan", "Menolak diperiksa").Press("Tolak masuk").Want(200), "Ditolak masuk", "Menolak diperiksa")
	if f := d.visit(id).Facts; f.State != visit.Refused || f.Reason != "Menolak diperiksa" {
		t.Errorf("%+v", f)
	}
	id, _ = d.arrives(ratna)
	ratna.Get("/kunjungan/" + id).Follow("Tamu pergi …").Form("Catat pergi").Press("Catat pergi").Want(200)
	if f := d.visit(id).Facts; f.State != visit.Left || f.Ending != visit.Withdrawn {
		t.Errorf("%+v", f)
	}
	v := d.registers()
	ratna.Get("/kunjungan/" + v.ID).Follow("Batalkan …").Form("Batalkan kunjungan").Press("Batalkan kunjungan").Want(200)
	if s := d.visit(v.ID).Facts.State; s != visit.Cancelled {
		t.Errorf("%s", s)
	}
}

// Every move over HTTP, by every role: the table says who may, and nobody else gets in.
func TestEveryMoveByEveryRole(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.waits(ratna, 30, func(m *visit.Register) { m.Host = "intan-misalkan" })
	people := map[account.Role]string{account.Officer: "ratna", account.Supervisor: "bima", account.Host: "gading", account.Complaint: "aduan", account.Auditor: "auditor", account.Admin: "admin"}
	for _, role := range account.AllRoles {
		b := d.as(people[role])
		first := b.Get("/")
		csrf := token(b, first)
		for _, r := range visit.Moves {
			seen := d.visit(id).Seen()
			page := b.Send("POST", "/kunjungan/"+id+"/"+r.Name, "application/x-www-form-urlencoded", strings.NewReader(url.Values{"csrf": {csrf}, "seen": {fmt.Sprint(seen)}, "check": {"1"}, "answer": {"accepted"}}.Encode()))
			routed := r.From != nil && account.AllRoles.Has(r.By...)
			switch {
			case !routed && page.Status != 404:
				t.Errorf("%s %s: %d, there should be no such address", role, r.Name, page.Status)
			case routed && !r.By.Has(role) && page.Status != 403:
				t.Errorf("%s %s: %d, want 403", role, r.Name, page.Status)
			case routed && r.By.Has(role) && role != account.Host && page.Status != 200 && page.Status != 303:
				t.Errorf("%s %s: %d", role, r.Name, page.Status)
			}
			if get := b.Send("GET", "/kunjungan/"+id+"/"+r.Name, "", nil); routed && role != account.Officer && role != account.Supervisor && get.Status != 403 {
				t.Errorf("%s reads %s: %d", role, r.Name, get.Status)
			}
		}
	}
	// A host acts on the guests that are theirs alone; the others do not exist.
	gading := d.as("gading")
	form := url.Values{"csrf": {token(gading, gading.Get("/kotak"))}, "answer": {"declined"}, "seen": {fmt.Sprint(d.visit(id).Seen())}}
	gading.Post("/kunjungan/"+id+"/answer", form).Want(404)
	gading.Get("/kotak/" + id).Want(404)
	if r := d.visit(id).Facts.Reply().Reply; r != "" {
		t.Errorf("another's host answered %s", r)
	}
	if v := d.visit(id); v.Facts.State != visit.Waiting {
		t.Errorf("the visit is %s", v.Facts.State)
	}
}
