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
