package main

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// told is what tells who a confidential guest is, invented words that stand nowhere
// else in the demo. The last ones are tags: the beginnings of the names.
var told = []string{
	"Zelmirawati", "Zulfandari", "Zofarendra", "Zarqunita", "Zaitunhadi", // names: written, on the card, companion, walk-in, cancelled
	"81299776655", "9977 6655", "81299771122", "9977 1122", // phones
	"6203015505917773", "62030155 0591 7773", "6203 0155 0591 7773", "6203015505918884", // document numbers
	"Zubaidiyah", "B-991/ZUR", "zakilahan", // institution, letter, purpose in own words
	"zamrudkan", "zanjabilan", "zirnikhan", "zuhurkan", "zaqqumkan", "zabarjad", "zahirkan", // reasons: host, cancellation, screening, photo, seen, refusal, transfer
	"w3:zel", "w5:zel", "w3:zar", "w5:zar", "w3:zof", "w5:zof", "w3:zub", "w5:zub",
}

// tells is the first of those words in a text, whatever their case; but are words that
// the person typed themselves.
func tells(text string, but ...string) string {
	text = strings.ToLower(text)
	for _, b := range but {
		text = strings.ReplaceAll(text, strings.ToLower(b), "")
	}
	for _, w := range told {
		if strings.Contains(text, strings.ToLower(w)) {
			return w
		}
	}
	return ""
}

// secretOffice makes hearings confidential by default.
func secretOffice(t testing.TB, h *house) {
	t.Helper()
	o, err := h.Book.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	admin := account.Stamp{Office: o.ID, By: "admin", Roles: account.Roles{account.Admin}}
	if _, err := h.Book.ChangeOffice(t.Context(), admin, o.Revision, func(o office.Office) (office.Office, error) {
		for i := range o.Purposes {
			if o.Purposes[i].ID == "panggilan" {
				o.Purposes[i].Confidential = true
			}
		}
		return o, nil
	}); err != nil {
		t.Fatal(err)
	}
}

// secrets are the confidential visits of the test, by what is special about each.
type secrets struct {
	kiosk, walkIn, cancelled, refused, registered, moved, fresh string
	ticket                                                      string // of the kiosk's, its address
}

func (s secrets) all() []string {
	return []string{s.kiosk, s.walkIn, s.cancelled, s.refused, s.registered, s.moved, s.fresh}
}

// tellSecrets lets guests come whose visits are confidential: at the kiosk by their
// purpose, by their own wish, and because the officer says so when a name is in the book already.
func tellSecrets(t testing.TB, h *house) (s secrets) {
	t.Helper()
	ctx := t.Context()
	move := func(id string, moves ...visit.Move) {
		t.Helper()
		for _, m := range moves {
			if _, err := h.Book.Move(ctx, stampOf(h), id, m); err != nil {
				t.Fatalf("%T on %s: %v", m, id, err)
			}
		}
	}
	verify := func(name, number string) visit.Verify {
		return visit.Verify{Document: "ktp", Number: number, Name: name, Sex: "female", Origin: "saksi", From: "Yayasan Zubaidiyah", Screening: visit.Permit, ScreenNote: "izin zirnikhan",
			Badge: freeBadge(t, h), Seen: true, SeenWhy: "dibawa zaqqumkan", PhotoWhy: "tidak mau zuhurkan", Unit: "pidum", Host: "gading-andaikan", Confidential: true, Ask: true}
	}

	guest := h.guest(t)
	page := guest.Get("/kios").Follow("Daftar bertamu").Form("Memenuhi panggilan").Press("Memenuhi panggilan")
	page = page.Form("Lanjut").Fill("Nomor surat panggilan?", "B-991/ZUR").Press("Lanjut")
	page = page.Form("Seksi Tindak Pidana Umum").Press("Seksi Tindak Pidana Umum")
	page = page.Form("Lanjut").Fill("Siapa nama Anda?", "Zelmirawati Contoh").Choose("Ibu").Press("Lanjut")
	page = page.Form("Lanjut").Fill("Nomor ponsel Anda?", "081299776655").Press("Lanjut")
	page = page.Form("Tambah orang").Fill("Nama pendamping", "Zofarendra Contoh").Press("Tambah orang").Form("Lanjut").Press("Lanjut")
	page = page.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca").Press("Ambil tiket").Want(200)
	if w := tells(page.Body); w != "" {
		t.Errorf("the ticket on the kiosk says %s", w)
	}
	found, err := h.Book.Find(ctx, stampOf(h), codeOf(t, page))
	if err != nil || !found.Visit.Facts.Confidential {
		t.Fatalf("%+v, %v", found.Outcome, err)
	}
	v := found.Visit
	s.kiosk, s.ticket = v.ID, "/t/"+stampOf(h).Office+"."+v.Ticket
	move(v.ID, visit.Arrive{}, visit.Here{All: true}, verify("Zulfandari Contoh", "6203015505917773"), visit.Answer{Reply: visit.Declines, Reason: "ada zamrudkan", Channel: visit.Telephone})
	move(visit.MemberID(v.ID, 1), verify("Zofarendra Contoh", "6203015505918884"))

	desk := signIn(t, h, "piket")
	walk := func(name string) string {
		form := desk.Get("/tamu/baru").Form("Catat tiba, lanjut verifikasi").Fill("Nama tamu", name).Fill("Nomor ponsel", "081299771122").
			Set("purpose", "lain").Set("note", "soal zakilahan").Set("unit", "pidum")
		return path.Base(path.Dir(form.Press("Catat tiba, lanjut verifikasi").Want(200).URL.Path))
	}
	s.walkIn = walk("Zarqunita Contoh")
	if err := h.Book.SavePhoto(ctx, stampOf(h), s.walkIn, face(t)); err != nil {
		t.Fatal(err)
	}
	move(s.walkIn, verify("Zarqunita Contoh", "6203015505918884"))

	hidden := func(name string) string {
		v, _, err := h.Book.Register(ctx, stampOf(h), visit.Register{Purpose: "panggilan", Letter: "B-991/ZUR", Host: "gading-andaikan", Name: name, Phone: "081299771122", Weapon: "no", Read: true, Source: visit.AtDesk, Lang: "id"})
		if err != nil {
			t.Fatal(err)
		}
		return v.ID
	}
	s.cancelled = hidden("Zaitunhadi Contoh")
	move(s.cancelled, visit.Cancel{Reason: "karena zanjabilan"})
	s.registered = hidden("Zaitunhadi Contoh")
	s.refused = hidden("Zaitunhadi Contoh")
	move(s.refused, visit.Arrive{}, visit.Refuse{Reason: "karena zabarjad"})
	s.moved = hidden("Zaitunhadi Contoh")
	o, err := h.Book.Home(ctx)
	if err != nil {
		t.Fatal(err)
	}
	day := func(n int) string { return h.clock.now().AddDate(0, 0, n).Format(time.DateOnly) }
	move(s.moved, visit.Reschedule{Day: day(1), Reason: "karena zahirkan"}, visit.Arrive{Today: true, Reason: "karena zahirkan"}, verify("Zaitunhadi Contoh", "6203015505918884"),
		visit.Escort{By: o.Escorts()[0].ID}, visit.Out{}, visit.In{}, visit.Transfer{Unit: "datun", Reason: "karena zahirkan"},
		visit.Leave{Back: []string{visit.BadgeKey}, Ending: visit.Rescheduled, Day: day(3)})
	left, err := h.Book.Visit(ctx, o.ID, s.moved)
	if err != nil {
		t.Fatal(err)
	}
	s.fresh = left.Facts.Next
	return s
}

// address is what a page leads to or fetches.
var addressed = regexp.MustCompile(`(?:href|src|hx-get|sse-connect|data-print-frame|action|formaction)="(/[^"#]*)"`)

// wander looks at every page that can be come by from these, and gives each to look.
// What ends by itself only after a while, and pages about other visits, are left out.
func wander(c *webtest.Client, ours secrets, look func(p *webtest.Page), from ...string) {
	seen := map[string]bool{}
	id := regexp.MustCompile(`/[0-9A-Z]{26}(\.[0-9]+)?`)
	for len(from) > 0 {
		at := from[0]
		from = from[1:]
		if seen[at] || len(seen) > 400 || strings.Contains(at, "/aliran") || strings.HasPrefix(at, "/static/") || strings.Contains(at, "lang=") || strings.Contains(at, "besar=") {
			continue
		}
		if one := id.FindString(at); one != "" && !slices.Contains(ours.all(), strings.Split(one[1:], ".")[0]) {
			continue
		}
		seen[at] = true
		p := c.Get(at)
		look(p)
		for _, m := range addressed.FindAllStringSubmatch(p.Body, -1) {
			from = append(from, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
}

// Confidential visits to the letter: who it is stands nowhere but on the record that
// was opened by an audited act.
func TestAConfidentialGuestIsNamedNowhere(t *testing.T) {
	h := reachable(t)
	secretOffice(t, h)
	s := tellSecrets(t, h)
	look := func(who string, but ...string) func(p *webtest.Page) {
		return func(p *webtest.Page) {
			t.Helper()
			where := who + " on " + p.URL.Path
			if w := tells(p.Body, but...); w != "" {
				at := strings.Index(strings.ToLower(p.Body), strings.ToLower(w))
				t.Errorf("%s reads %s: …%s…", where, w, p.Body[max(0, at-120):min(len(p.Body), at+60)])
			}
			for name, values := range p.Header {
				if w := tells(strings.Join(values, " ")); w != "" {
					t.Errorf("%s: the header %s says %s", where, name, w)
				}
			}
			if w := tells(p.URL.String()); w != "" {
				t.Errorf("%s: the address says %s", where, w)
			}
		}
	}
	cards := func(base string) (all []string) {
		for _, id := range append(s.all(), visit.MemberID(s.kiosk, 1)) {
			all = append(all, base+id)
		}
		return all
	}
	for _, login := range []string{"piket", "atasan", "kasi.pidum", "pengaduan", "auditor", "admin"} {
		c := signIn(t, h, login)
		wander(c, s, look(login), append(append(cards("/kunjungan/"), cards("/riwayat/")...), append(cards("/kotak/"), "/", "/kotak", "/riwayat", "/jejak", "/pengaturan", "/saya", "/pindai", "/meja/daftar", "/metrics", "/readyz", "/tidak/ada")...)...)
		for _, id := range []string{s.kiosk, s.walkIn} {
			for _, tail := range []string{"/kartu?sejak=1", "/tanda-pengenal.pdf", "/verify", "/leave", "/answer", "/escort", "/print", "/custody", "/lose", "/foto"} {
				p := c.Get("/kunjungan/" + id + tail)
				if look(login)(p); tail == "/foto" && p.Status == 200 {
					t.Errorf("%s gets the photo of %s", login, id)
				}
			}
		}
	}
	lookUps(t, h, s, look)
	c := signIn(t, h, "piket")
	for _, id := range []string{s.kiosk, s.walkIn} {
		text := readPDF(t, c.Get("/kunjungan/"+id+"/tanda-pengenal.pdf").Want(200).Body).text
		if w := tells(text); w != "" || strings.Contains(text, "Pidana") {
			t.Errorf("the badge says %s: %s", w, text)
		}
	}
	for _, id := range []string{s.kiosk, s.walkIn} {
		if _, err := h.Book.Move(t.Context(), stampOf(h), id, visit.Custody{What: "Ponsel"}); err != nil {
			t.Fatal(err)
		}
		look("who printed the receipt")(c.Get("/kunjungan/" + id).Form("Cetak tanda terima").Press("Cetak tanda terima").Want(200))
		text := readPDF(t, c.Get("/kunjungan/"+id+"/tanda-terima.pdf").Want(200).Body).text
		if w := tells(text); w != "" || strings.Contains(text, "Pidana") {
			t.Errorf("the receipt says %s: %s", w, text)
		}
	}
	guest := h.guest(t)
	wander(guest, s, look("a guest"), s.ticket, "/", "/kios", "/tiket", "/kios/kode", "/metrics", "/readyz")

	opened := c.Get("/riwayat/" + s.kiosk)
	if p := opened.Form("Buka sekali").Fill("Alasan", "diminta jaksa").Press("Buka sekali").Want(200); !strings.Contains(p.Text(), "Zulfandari Contoh") || !strings.Contains(p.Text(), "6203015505917773") {
		t.Errorf("opened by an audited act, and still hidden: %s", p.Text())
	}
	look("the officer who opened it, again")(c.Get("/riwayat/" + s.kiosk))
	wander(signIn(t, h, "auditor"), s, look("the auditor, of the act"), "/jejak")

	h.clock.forward(time.Minute) // the next round of jobs
	h.Book.RunJobs(context.Background())
	for _, said := range []string{h.log.String(), h.out.String()} {
		if w := tells(said); w != "" {
			t.Errorf("the program says %s", w)
		}
	}
	files(t, h)
	late(t, h, s, look)
}

// lookUps are the ways to ask for a guest whom one knows by name or phone.
func lookUps(t *testing.T, h *house, s secrets, look func(who string, but ...string) func(p *webtest.Page)) {
	t.Helper()
	for _, what := range []string{"Zelmirawati", "Zulfandari", "Zofarendra", "Zarqunita", "Zaitunhadi", "081299776655", "081299771122", "Zubaidiyah", "B-991/ZUR"} {
		desk := signIn(t, h, "atasan")
		found, err := h.Book.Find(t.Context(), stampOf(h), what)
		if err != nil || len(found.Rows) > 0 || found.Visit.ID != "" {
			t.Errorf("%s finds %d visits, %q: %v", what, len(found.Rows), found.Visit.ID, err)
		}
		look("who asks for "+what, what)(lookUp(desk, what))
		p := desk.Get("/riwayat").Form("Tampilkan").Fill("Nama", what).Press("Tampilkan").Want(200)
		look("who asks the history for "+what, what)(p)
		for _, id := range s.all() {
			if strings.Contains(p.Body, "/riwayat/"+id) {
				t.Errorf("the history finds a confidential visit by %s", what)
			}
		}
	}
}

// late sends a form whose session has ended: it waits in the browser, under its seal.
func late(t *testing.T, h *house, s secrets, look func(who string, but ...string) func(p *webtest.Page)) {
	t.Helper()
	c := signIn(t, h, "piket")
	form := c.Get("/kunjungan/"+s.registered+"/cancel").Form("Batalkan kunjungan").Fill("Alasan", "sakit zanjabilan")
	h.clock.forward(account.SessionIdle + time.Minute)
	p := c.Send("POST", form.Action, "application/x-www-form-urlencoded", strings.NewReader(form.Values.Encode()))
	look("who comes back too late")(p)
	if p.Status != 303 || !strings.Contains(strings.Join(p.Header.Values("Set-Cookie"), " "), "held") {
		t.Errorf("the form does not wait: %d %v", p.Status, p.Header)
	}
	look("the sign-in page after it")(c.Get("/"))
}

// files are the database and what SQLite keeps beside it, as they lie on the disk, and a backup.
func files(t *testing.T, h *house) {
	t.Helper()
	t.Setenv("BUKUTAMU_PASSPHRASE", "empat kuda di bukit")
	backup := filepath.Join(t.TempDir(), "backup.age")
	if code, out, err := call(t, "backup", backup, "--data", h.settings.Data); code != 0 || tells(out+err) != "" {
		t.Errorf("backup: exit %d, %s %s", code, out, err)
	}
	entries, err := os.ReadDir(h.settings.Data)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{backup}
	for _, e := range entries {
		all = append(all, filepath.Join(h.settings.Data, e.Name()))
	}
	for _, file := range all {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if w := tells(string(raw)); w != "" {
			t.Errorf("%s holds %s", filepath.Base(file), w)
		}
	}
	if code, out, errs := call(t, "verify", "--data", h.settings.Data); code != 0 || tells(out+errs) != "" {
		t.Errorf("verify: exit %d, %s %s", code, out, errs)
	}
}
