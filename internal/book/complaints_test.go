package book_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// story is a form of that naming with nothing wrong; a name is typed in any case.
func story(n complaint.Naming) complaint.File {
	return complaint.File{Naming: n, Text: "Saya menunggu lebih dari satu jam tanpa kabar.", Unit: "pidum", Name: "Rukmini Contohwati", Phone: "0812 0000 0007"}
}

// from is the stamp of a form at the guest door.
func (l *lobby) from(nonce string) account.Stamp {
	s := l.guest()
	s.Device, s.Act = "Kios lobi", nonce
	return s
}

func TestOneFormIsOneComplaintAndOneReceipt(t *testing.T) {
	l := enter(t)
	nonce := secret.Nonce()
	first, made, err := l.FileComplaint(l.ctx, l.from(nonce), story(complaint.Confidential))
	if err != nil || !made {
		t.Fatal(made, err)
	}
	if len(first.Code) != 12 || len(first.PIN) != 6 || book.CleanCode(book.ShowCode(first.Code)) != first.Code {
		t.Errorf("code %q, PIN %q", first.Code, first.PIN)
	}
	again, made, err := l.FileComplaint(l.ctx, l.from(nonce), story(complaint.Confidential))
	if err != nil || made || again.Code != first.Code || again.PIN != first.PIN || again.Complaint.ID != first.Complaint.ID {
		t.Errorf("sent again: made %v, %v; %s %s", made, err, again.Code, again.PIN)
	}
	other := story(complaint.Confidential)
	other.Text = "Isian yang sama sekali lain."
	if r, _, err := l.FileComplaint(l.ctx, l.from(nonce), other); !errors.Is(err, complaint.ErrOther) || r.PIN != "" {
		t.Errorf("other content under one nonce: %v, PIN %q", err, r.PIN)
	}
	if raw, _ := json.Marshal(first.Complaint); strings.Contains(string(raw), nonce) || strings.Contains(string(raw), first.PIN) {
		t.Error("the form's nonce or the PIN is kept: whoever reads the record could draw both again")
	}
}

func TestOnlyCodeAndPINTogetherFindAComplaint(t *testing.T) {
	l := enter(t)
	r, _, err := l.FileComplaint(l.ctx, l.from(secret.Nonce()), story(complaint.Anonymous))
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if r.PIN == wrong {
		wrong = "000001"
	}
	for _, x := range []struct {
		code, pin string
		want      error
	}{
		{r.Code, r.PIN, nil},
		{" " + strings.ToLower(book.ShowCode(r.Code)) + " ", r.PIN[:3] + " " + r.PIN[3:], nil},
		{"KAPUAS." + r.Code, r.PIN, nil},
		{r.Code, wrong, book.ErrTrack},
		{r.Code, "", book.ErrTrack},
		{"7XKM93TRHWQ4", r.PIN, book.ErrTrack},
		{"", "", book.ErrTrack},
	} {
		c, err := l.Track(l.ctx, "kapuas", x.code, x.pin)
		if !errors.Is(err, x.want) || (err == nil) != (c.ID == r.Complaint.ID) {
			t.Errorf("code %q, PIN %q: %v", x.code, x.pin, err)
		}
		if err != nil && c.ID != "" {
			t.Error("a refusal brought a complaint")
		}
	}
}

// Two anonymous complaints of one day, from other devices and hours, differ in nothing
// but what was typed and what was drawn: neither in the documents nor in their columns.
func TestAnAnonymousComplaintSaysNothingOfTheHour(t *testing.T) {
	l := enter(t)
	kept := func(hours time.Duration, device string) (store.Doc, complaint.Complaint, store.Doc) {
		l.clock.set(nine.Add(hours))
		s := l.from(secret.Nonce())
		s.Device = device
		r, _, err := l.FileComplaint(l.ctx, s, story(complaint.Anonymous))
		if err != nil {
			t.Fatal(err)
		}
		s.Act = secret.Nonce()
		c, err := l.Attach(l.ctx, s, r.Complaint.ID, "antre.jpg", complaint.JPEG, []byte("a picture"))
		if err != nil {
			t.Fatal(err)
		}
		s.Act, s.Seen = secret.Nonce(), account.SeenAny
		if _, err := l.Complain(l.ctx, s, c.ID, complaint.Reply{Text: "Sekitar pukul 10."}); err != nil {
			t.Fatal(err)
		}
		d, err := l.store.Get(l.ctx, "kapuas", book.KindComplaint, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		file, err := l.store.Get(l.ctx, "kapuas", book.KindAttachment, c.Facts.Files[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		c, _ = l.Tracked(l.ctx, "kapuas", c.ID)
		return d, c, file
	}
	d1, c1, f1 := kept(0, "Kios lobi")
	d2, c2, f2 := kept(5*time.Hour, "")
	day := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC) // midnight in Kapuas
	for _, d := range []store.Doc{d1, d2, f1, f2} {
		if !d.At.Equal(day) || !d.Changed.Equal(day) {
			t.Errorf("%s: at %v, changed %v", d.Kind, d.At, d.Changed)
		}
	}
	if string(d1.Brief) != string(d2.Brief) || strings.Join(d1.Tags, " ") != strings.Join(d2.Tags, " ") || d1.Version != d2.Version {
		t.Errorf("%s %v\n%s %v", d1.Brief, d1.Tags, d2.Brief, d2.Tags)
	}
	bare := func(c complaint.Complaint) string { // without what was drawn
		c.ID, c.Code, c.PIN, c.Facts.Files[0].ID = "", "", "", ""
		for i := range c.Log {
			e := &c.Log[i]
			e.Act, e.Digest, e.Hash = "", nil, nil
			if e.Move == "attach" {
				e.Details = ""
			}
		}
		raw, _ := json.Marshal(c)
		return string(raw)
	}
	if a, b := bare(c1), bare(c2); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	if strings.Contains(bare(c1), "Rukmini") || strings.Contains(bare(c1), "Kios") || strings.Contains(bare(c1), "0007") {
		t.Errorf("a name or device is kept: %s", bare(c1))
	}
	if _, err := l.Check(l.ctx); err != nil {
		t.Error(err)
	}
}

func TestFilesComeOneByOneAndAtMostFive(t *testing.T) {
	l := enter(t)
	r, _, err := l.FileComplaint(l.ctx, l.from(secret.Nonce()), story(complaint.Named))
	if err != nil {
		t.Fatal(err)
	}
	id := r.Complaint.ID
	attach := func(nonce, kind string, size int) error {
		s := l.from(nonce)
		s.Seen = account.SeenAny
		_, err := l.Attach(l.ctx, s, id, "foto.png", kind, make([]byte, size))
		return err
	}
	twice := secret.Nonce()
	for _, n := range []string{twice, twice, secret.Nonce(), secret.Nonce(), secret.Nonce(), secret.Nonce()} {
		if err := attach(n, complaint.PNG, 10); err != nil {
			t.Fatal(err)
		}
	}
	for what, x := range map[string]struct {
		kind string
		size int
		want *refusal.Refusal
	}{"a sixth": {complaint.PDF, 10, complaint.ErrFiles}, "a page": {"text/html", 10, complaint.ErrFileKind}, "nothing": {complaint.PDF, 0, complaint.ErrFileSize}} {
		if err := attach(secret.Nonce(), x.kind, x.size); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	c, err := l.Tracked(l.ctx, "kapuas", id)
	if err != nil || len(c.Facts.Files) != 5 {
		t.Fatal(len(c.Facts.Files), err)
	}
	docs, _, err := l.store.Scan(l.ctx, "kapuas", store.Query{Kind: book.KindAttachment})
	if err != nil || len(docs) != 5 {
		t.Errorf("%d files are kept: %v", len(docs), err)
	}
}
