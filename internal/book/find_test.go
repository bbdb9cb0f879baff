package book_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
)

func (l *lobby) find(text string) book.Found {
	l.t.Helper()
	f, err := l.Find(l.ctx, l.officer(), text)
	if err != nil {
		l.t.Fatalf("%q: %v", text, err)
	}
	return f
}

// Each outcome of a ticket, by its address, its bare token and its short code.
func TestWhatAScannedTicketLeadsTo(t *testing.T) {
	l := enter(t)
	ahead := form("Anggrek Contohwati")
	ahead.Day = "2026-11-25"
	for _, c := range []struct {
		want book.Outcome
		make func() visit.Visit
	}{
		{book.FoundReady, func() visit.Visit { return l.register(form("Anggrek Contohwati")) }},
		{book.FoundUsed, func() visit.Visit { return l.arrived("Anggrek Contohwati") }},
		{book.FoundUsed, func() visit.Visit { return l.do(l.meeting(1).ID, everything) }},
		{book.FoundUsed, func() visit.Visit {
			return l.do(l.arrived("Anggrek Contohwati").ID, visit.Refuse{Reason: "Membawa pisau"})
		}},
		{book.FoundOtherDay, func() visit.Visit { return l.register(ahead) }},
		{book.FoundCancelled, func() visit.Visit {
			return l.doAs(l.guest(), l.register(form("Anggrek Contohwati")).ID, visit.Cancel{})
		}},
	} {
		v := c.make()
		for _, text := range []string{
			"http://tamu.contoh/t/kapuas." + v.Ticket,
			"HTTP://TAMU.CONTOH/T/KAPUAS." + v.Ticket, // Caps Lock
			"https://tamu.contoh:8443/t/kapuas." + strings.ToLower(v.Ticket) + "/",
			" " + v.Ticket + "\r\n",
			strings.ToLower(v.Ticket),
			strings.NewReplacer("0", "o", "1", "l").Replace(v.Ticket),
			strings.NewReplacer("0", "O", "1", "I").Replace(v.Ticket),
			v.Code, v.Code[:3] + "-" + v.Code[3:], strings.ToLower(v.Code[:3] + " " + v.Code[3:]),
			strings.NewReplacer("0", "O", "1", "l").Replace(v.Code),
		} {
			f := l.find(text)
			if f.Outcome != c.want || f.Visit.ID != v.ID {
				t.Errorf("%s: %q is %s of %q", c.want, text, f.Outcome, f.Visit.ID)
			}
			if c.want == book.FoundUsed && (f.Arrival.By != "piket" || !f.Arrival.At.Equal(nine)) {
				t.Errorf("used by %+v", f.Arrival)
			}
			if f.Text != strings.TrimSpace(text) {
				t.Errorf("read %q, told %q", text, f.Text)
			}
		}
	}
	v := l.register(form("Bima Umpamanto"))
	l.clock.pass(24 * time.Hour)
	if f := l.find(v.Ticket); f.Outcome != book.FoundExpired { // its day is over, though no job ran yet
		t.Errorf("yesterday's ticket is %s", f.Outcome)
	}
	l.RunJobs(l.ctx)
	if f := l.find(v.Ticket); f.Outcome != book.FoundExpired || f.Visit.Facts.State != visit.Expired {
		t.Errorf("after the job it is %s", f.Outcome)
	}
	if n := len(l.visit(v.ID).Log); n != 2 {
		t.Errorf("scanning wrote: %d entries", n)
	}
}

func TestAShortCodeUsedAgainLeadsToTheNewest(t *testing.T) {
	l := enter(t)
	old := l.do(l.arrived("Anggrek Contohwati").ID, visit.Withdraw{})
	m := form("Melur Umpamawati")
	m.ID, m.Code, m.Ticket = "kedua", old.Code, "0123456789ABCDEFGHJKMNPQRS"
	l.clock.pass(24 * time.Hour)
	v, err := visit.Do(visit.Visit{}, m, l.guest(), l.office)
	good(t, err)
	_, err = l.Keep(l.ctx, l.office.ID, v)
	good(t, err)
	if f := l.find(old.Code); f.Visit.ID != v.ID || f.Outcome != book.FoundReady {
		t.Errorf("%s of %s", f.Outcome, f.Visit.ID)
	}
}

func TestWhatAScannedBadgeLeadsTo(t *testing.T) {
	l := enter(t)
	v := l.meeting(16)
	ways := []string{
		"http://tamu.contoh/b/kapuas." + v.Facts.Badge.Token, strings.ToLower(v.Facts.Badge.Token),
		"T-016", "t-16", "T016", "t 16", "16", "016", "T-O16",
	}
	for _, text := range ways[:8] {
		if f := l.find(text); f.Outcome != book.FoundBadge || f.Visit.ID != v.ID {
			t.Errorf("%q is %s", text, f.Outcome)
		}
	}
	l.do(v.ID, everything)
	for i, text := range ways[:8] {
		want := book.FoundDeadBadge
		if i >= 2 {
			want = book.FoundNone
		}
		if f := l.find(text); f.Outcome != want {
			t.Errorf("after its guest left %q is %s, want %s", text, f.Outcome, want)
		}
	}
	// A badge that came back while the card stayed is not a dead one.
	v = l.meeting(17)
	l.do(v.ID, visit.Leave{Back: []string{visit.BadgeKey}, Behind: []string{visit.CardKey}, Reason: "Lupa"})
	if f := l.find(v.Facts.Badge.Token); f.Outcome != book.FoundBadge {
		t.Errorf("with the card in its pocket it is %s", f.Outcome)
	}
}

func TestFindingByPhone(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	for _, text := range []string{"0812 0000 0001", "081200000001", "+62 812-0000-0001", "62812 0000 0001", "0812.0000.0001", "(0812) 0000-0001", "812 0000 0001"} {
		if f := l.find(text); f.Outcome != book.FoundList || !slices.Equal(ids(f.Rows), []string{v.ID}) {
			t.Errorf("%q is %s %v", text, f.Outcome, ids(f.Rows))
		}
	}
	if f := l.find("0812 0000 0002"); f.Outcome != book.FoundNone {
		t.Errorf("another number is %s", f.Outcome)
	}
}

func TestAConfidentialGuestIsFoundByCodeBadgeAndDocumentAlone(t *testing.T) {
	for _, d := range []struct {
		kind   identity.Kind
		number string
		typed  []string
	}{
		{identity.KTP, "6203995508850001", []string{"6203995508850001", "6203 9955 0885 0001", "6203.9955.0885.0001"}},
		{identity.Passport, "X0000001", []string{"X0000001", "x0000001", "X 0000001", "X-0000001"}},
		{identity.Police, "00000001", []string{"00000001"}},
	} {
		l := enter(t)
		v := l.arrived("Anggrek Contohwati")
		m := verification(4)
		m.Document, m.Number, m.Confidential = d.kind, d.number, true
		v = l.do(v.ID, m)
		for _, text := range d.typed {
			if f := l.find(text); f.Outcome != book.FoundList || !slices.Equal(ids(f.Rows), []string{v.ID}) || f.Rows[0].Brief.Name != "" {
				t.Errorf("%s: %q is %s %+v", d.kind, text, f.Outcome, f.Rows)
			}
		}
		for _, text := range []string{"Anggrek", "ANGGREK CONTOHWATI", "0812 0000 0001"} {
			if f := l.find(text); f.Outcome != book.FoundNone {
				t.Errorf("%s: %q is %s", d.kind, text, f.Outcome)
			}
		}
		if f := l.find(v.Code); f.Outcome != book.FoundUsed {
			t.Errorf("%s: the code is %s", d.kind, f.Outcome)
		}
	}
}

func TestFindingByTheBeginningsOfWords(t *testing.T) {
	l := enter(t)
	for _, name := range []string{"Ñusta Ćirić Misalnya", "Ma'ruf Umpamanto", "Maruf Contohmo", "Anggrek Contohwati", "Gunung Contoh-Rekaan", "Melati"} {
		l.register(form(name))
	}
	m := form("Cakra Andaikan")
	m.Purpose, m.Letter = "panggilan", "B-012/O.2.12/contoh"
	l.register(m)
	w := verification(2)
	w.Name, w.From = "RAWING ANDAIKATA", "Dinas Pekerjaan Contoh"
	l.do(l.arrived("Rawing Andaikata").ID, w)
	for text, want := range map[string][]string{
		"nusta":                     {"Ñusta Ćirić Misalnya"},
		"ÑUSTA ciri":                {"Ñusta Ćirić Misalnya"},
		"misal cir":                 {"Ñusta Ćirić Misalnya"},
		"maruf":                     {"Ma'ruf Umpamanto", "Maruf Contohmo"},
		"ma'ruf":                    {"Ma'ruf Umpamanto", "Maruf Contohmo"},
		"Ma’ruf ump":                {"Ma'ruf Umpamanto"},
		"angg":                      {"Anggrek Contohwati"},
		"contohw":                   {"Anggrek Contohwati"},
		"rekaan":                    {"Gunung Contoh-Rekaan"},
		"contoh-rek":                {"Gunung Contoh-Rekaan"},
		"Melati":                    {"Melati"}, // six letters that could be a short code
		"MELATI":                    {"Melati"},
		"B-012":                     {"Cakra Andaikan"},
		"dinas pekerja":             {"RAWING ANDAIKATA"},
		"rawing dinas":              {"RAWING ANDAIKATA"},
		"ngg":                       nil, // not a beginning
		"anggrek misal":             nil,
		"ib":                        nil, // too short
		"Ibu Kenanga":               nil,
		"Dahlia Permisalan Reka Ab": nil, // 22 letters
	} {
		f := l.find(text)
		slices.Sort(want)
		if !slices.Equal(names(f.Rows), want) || (f.Outcome == book.FoundList) != (len(want) > 0) {
			t.Errorf("%q: %s %q, want %q", text, f.Outcome, names(f.Rows), want)
		}
	}
	long := "Samadra Angkasa Permata Seta" // 25 letters, no U: add one and it could be a token
	l.register(form(long + "n"))
	if f := l.find(long + "n"); f.Outcome != book.FoundList {
		t.Errorf("a name of 26 letters is %s", f.Outcome)
	}
	l.clock.pass(32 * 24 * time.Hour)
	if f := l.find("anggrek"); f.Outcome != book.FoundNone {
		t.Errorf("after a month the desk's field finds %s", f.Outcome)
	}
}

func TestWhatIsNobodys(t *testing.T) {
	l := enter(t)
	for text, want := range map[string]book.Outcome{
		"http://tamu.contoh/t/palangka.0123456789ABCDEFGHJKMNPQRS": book.FoundElsewhere,
		"http://tamu.contoh/b/PALANGKA.0123456789ABCDEFGHJKMNPQRS": book.FoundElsewhere,
		"http://tamu.contoh/t/kapuas.0123456789ABCDEFGHJKMNPQRS":   book.FoundUnknown,
		"0123456789ABCDEFGHJKMNPQRS":                               book.FoundUnknown,
		"K7P-4M2":                                                  book.FoundUnknown,
		"k7p 4m2":                                                  book.FoundUnknown,
		"https://contoh.example/promo":                             book.FoundUnknown,
		"HTTPS://CONTOH.EXAMPLE/PROMO":                             book.FoundUnknown,
		"PKT0012345X":                                              book.FoundUnknown,
		"pkt0012345x":                                              book.FoundUnknown,
		"8991234567890":                                            book.FoundUnknown, // the bar code of some goods
		"6203995508850001":                                         book.FoundNone,    // a NIK
		"0812 0000 0009":                                           book.FoundNone,
		"Kembang Perumpamawati":                                    book.FoundNone,
		"":                                                         book.FoundNone,
		"\x00\xff":                                                 book.FoundNone,
		"T-041":                                                    book.FoundNone,
		"999":                                                      book.FoundNone,
	} {
		if f := l.find(text); f.Outcome != want || f.Visit.ID != "" {
			t.Errorf("%q is %s, want %s", text, f.Outcome, want)
		}
	}
	if f := l.find("http://tamu.contoh/t/PALANGKA.0123456789ABCDEFGHJKMNPQRS"); f.Office != "palangka" {
		t.Errorf("the other office is %q", f.Office)
	}
}

func TestAnotherOfficesVisitsAreNotThere(t *testing.T) {
	l := enter(t)
	v := l.arrived("Anggrek Contohwati")
	other := l.office
	other.ID = "palangka"
	good(t, l.AddOffice(l.ctx, other))
	s := l.stamp("piket", account.Officer)
	s.Office = "palangka"
	for _, text := range []string{v.Ticket, v.Code, "anggrek", "0812 0000 0001"} {
		f, err := l.Find(l.ctx, s, text)
		if err != nil || f.Visit.ID != "" || len(f.Rows) > 0 {
			t.Errorf("%q: %s %v", text, f.Outcome, err)
		}
	}
	if _, err := l.Move(l.ctx, s, v.ID, visit.Withdraw{}); err == nil {
		t.Error("another office moved the visit")
	}
}
