package admin_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"bukutamu/admin"
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

// The people of the unit complained about: a complaint about it is nowhere, whatever
// address they try, though they are complaint officers.
func TestTheAccusedUnitFindsNothing(t *testing.T) {
	b := kapuas(t)
	ctx := context.Background()
	hash, err := secret.HashPassword(ctx, ownWord)
	if err != nil {
		t.Fatal(err)
	}
	accused := account.Account{Login: "tara", Name: "Tara Rekaan", Roles: account.Roles{account.Complaint, account.Supervisor}}
	for _, x := range b.o.Persons {
		if x.Unit == "papbb" {
			accused.Person = x.ID
		}
	}
	if err := b.book.KeepAccount(ctx, b.stamp("console", account.System), accused, hash); err != nil {
		t.Fatal(err)
	}
	hidden := b.filed(complaint.File{Naming: complaint.Confidential, Unit: "papbb", Text: "Kanari: loket barang bukti tutup lebih awal."})
	shown := b.filed(complaint.File{Naming: complaint.Anonymous, Unit: "pidum", Text: "Ruang sidang panas sekali sejak pagi."})
	s := b.stamp(account.ByGuest, account.Guest)
	s.Act = secret.Nonce()
	v, err := b.book.Attach(ctx, s, hidden, "kanari.pdf", complaint.PDF, []byte("%PDF-1.4 kanari"))
	if err != nil {
		t.Fatal(err)
	}
	b.wait(8 * time.Hour)
	b.book.RunJobs(ctx)
	tara, wulan := b.as("tara"), b.as("wulan")
	csrf := metaCSRF(tara.Get("/saya"))
	walked := 0
	for _, r := range admin.OfficeRoutes(b.door) {
		if !strings.HasPrefix(r.Path, "/pengaduan/:id") {
			continue
		}
		path := strings.NewReplacer(":id", hidden, ":berkas", v.Facts.Files[0].ID).Replace(r.Path)
		for _, p := range []string{path, path + "?identitas=1", path + "?templat=1"} {
			got := b.request(tara, r.Method, p, csrf)
			if walked++; got.Status != 404 || strings.Contains(strings.ToLower(got.Body), "kanari") {
				t.Errorf("%s %s: %d", r.Method, p, got.Status)
			}
		}
	}
	if walked < 40 {
		t.Errorf("only %d addresses were tried", walked)
	}
	for _, path := range []string{"/pengaduan", "/pengaduan?selesai=1", "/pengaduan?keadaan=received", "/pengaduan?bagian=papbb", "/pengaduan/" + shown} {
		mine, theirs := tara.Get(path).Want(200), wulan.Get(path).Want(200)
		if strings.Contains(strings.ToLower(mine.Body), "kanari") || strings.Contains(mine.Body, hidden) {
			t.Errorf("%s shows it", path)
		}
		if path == "/pengaduan" && (!strings.Contains(mine.Text(), "1 baru") || !strings.Contains(theirs.Text(), "2 baru") || !strings.Contains(theirs.Body, hidden)) {
			t.Errorf("the digest counts it: %s", mine.Text())
		}
	}
	if n := b.stands(hidden); n.State != complaint.Received || len(n.Thread) != 0 {
		t.Errorf("something was done to it: %+v", n)
	}
	if file := wulan.Get("/pengaduan/" + hidden + "/lampiran/" + v.Facts.Files[0].ID).Want(200); file.Header.Get("Content-Disposition") != `attachment; filename="lampiran.pdf"` || !strings.Contains(file.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("an attachment is shown instead of saved: %v", file.Header)
	}
	if got := wulan.Get("/pengaduan/" + shown + "/lampiran/" + v.Facts.Files[0].ID); got.Status != 404 {
		t.Errorf("a file under another complaint: %d", got.Status)
	}
}

func TestNobodyElseReadsComplaints(t *testing.T) {
	b := kapuas(t)
	id := b.filed(complaint.File{Naming: complaint.Named, Text: "Kanari: kipas angin mati sejak Senin."})
	for _, login := range []string{"bima", "ratna", "sekar", "gading", "cakra"} {
		c := b.as(login)
		for _, path := range []string{"/pengaduan", "/pengaduan/" + id, "/pengaduan/" + id + "/berkas.pdf", "/pengaduan/" + id + "/reveal"} {
			if p := c.Get(path); p.Status != 403 || strings.Contains(p.Body, "Kanari") {
				t.Errorf("%s %s: %d", login, path, p.Status)
			}
		}
		if p := c.Post("/pengaduan/"+id+"/answer", url.Values{"csrf": {metaCSRF(c.Get("/saya"))}, "text": {"Halo"}}); p.Status != 403 {
			t.Errorf("%s answers: %d", login, p.Status)
		}
	}
}

// What people write is text on every page of the officer, whatever it is.
func TestWhatIsWrittenStaysText(t *testing.T) {
	b := kapuas(t)
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(2)>'{{.}}javascript:alert(3)`
	id := b.filed(complaint.File{Naming: complaint.Named, Text: evil, When: evil, Where: evil, Wish: evil, Name: evil[:60]})
	b.writes(id, complaint.Reply{Text: evil})
	s := b.stamp(account.ByGuest, account.Guest)
	s.Act = secret.Nonce()
	if _, err := b.book.Attach(context.Background(), s, id, evil, complaint.PNG, []byte("png")); err != nil {
		t.Fatal(err)
	}
	c := b.as("wulan")
	at := "/pengaduan/" + id
	c.Get(at+"/verify").Form("Simpan sebagai diverifikasi").Fill("Judul singkat", evil[:70]).Fill("Catatan", evil).Press("Simpan sebagai diverifikasi").Want(200)
	c.Get(at+"/note").Form("Simpan catatan").Fill("Catatan", evil).Press("Simpan catatan").Want(200)
	b.writes(id, complaint.Withdraw{Reason: evil})
	for _, path := range []string{"/pengaduan?selesai=1", at, at + "/note", "/pengaduan?keadaan=" + url.QueryEscape(evil) + "&bagian=" + url.QueryEscape(evil)} {
		p := c.Get(path).Want(200)
		for _, n := range p.Root.Tags("script", "img") {
			if n.Attr["onerror"] != "" || strings.Contains(n.Text(), "alert") {
				t.Errorf("%s: what was written became an element", path)
			}
		}
		if strings.Contains(p.Body, "<script>alert") || strings.Contains(p.Body, "<img src=x") || strings.Contains(p.Body, `href="javascript`) {
			t.Errorf("%s: what was written is no text", path)
		}
	}
	if pdf := c.Get(at + "/berkas.pdf?identitas=1").Want(200); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no paper of it")
	}
}
