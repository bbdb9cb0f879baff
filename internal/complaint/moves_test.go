package complaint_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/refusal"
)

var everybody = append(slices.Clone(account.AllRoles), account.System, account.Guest)

func TestEachMoveStartsOnlyFromItsStatesAndByItsRoles(t *testing.T) {
	for _, r := range complaint.Moves {
		for _, state := range append([]complaint.State{""}, complaint.States...) {
			from := slices.Contains(r.From, state) || state == "" && r.From == nil
			for _, role := range everybody {
				c := in(t, state)
				before := frozen(c)
				m, _, day := sample(r.Name)
				next, err := complaint.Do(c, m, stamp(role, on(day)), kapuas)
				var want error
				switch {
				case !r.By.Has(role):
					want = complaint.ErrRole
				case !from:
					want = complaint.ErrState
				}
				name := r.Name + " from " + string(state) + " by " + string(role)
				if !errors.Is(err, want) || (err == nil) != (want == nil) {
					t.Errorf("%s: %v, want %v", name, err, want)
					continue
				}
				if frozen(c) != before {
					t.Errorf("%s: changed the complaint it was made from", name)
				}
				if err != nil {
					if frozen(next) != before {
						t.Errorf("%s: changed though refused", name)
					}
					continue
				}
				if r.To != "" && next.Facts.State != r.To {
					t.Errorf("%s leads to %s", name, next.Facts.State)
				}
				if e := next.Last(); len(next.Log) != len(c.Log)+1 || e.Move != r.Name || e.N != len(next.Log) || e.State != next.Facts.State {
					t.Errorf("%s: logged as %+v", name, e)
				}
				if role == account.Guest && (next.Last().By != complaint.ByComplainant || next.Last().Device != "") {
					t.Errorf("%s: the complainant is logged as %+v", name, next.Last())
				}
				if may := r.May(c, account.Roles{role}); may != (r.From != nil) {
					t.Errorf("%s: offered %v", name, may)
				}
			}
		}
	}
}

// Two moves made from one complaint must not write into each other's lists.
func TestTwoMovesFromOneComplaintDoNotMeet(t *testing.T) {
	for _, r := range complaint.Moves {
		for _, state := range append(slices.Clone(r.From), map[bool]complaint.State{true: ""}[r.From == nil]) {
			if r.From != nil && state == "" {
				continue
			}
			c := roomy(in(t, state))
			before := frozen(c)
			one, other, day := sample(r.Name)
			first := do(t, c, one, stamp(r.By[0], on(day)))
			then := frozen(first)
			s := stamp(r.By[0], on(day).Add(60_000_000_000))
			s.Act = "another"
			do(t, c, other, s)
			if frozen(first) != then || frozen(c) != before {
				t.Errorf("%s from %s: the second move reached into the first", r.Name, state)
			}
		}
	}
}

func TestOneFormIsOneMove(t *testing.T) {
	for _, r := range complaint.Moves {
		c := complaint.Complaint{}
		if r.From != nil {
			c = in(t, r.From[0])
		}
		one, other, day := sample(r.Name)
		s := stamp(r.By[0], on(day))
		s.Seen = c.Seen()
		next := do(t, c, one, s)
		if again := do(t, next, one, s); frozen(again) != frozen(next) {
			t.Errorf("%s: sent twice, it is done twice", r.Name)
		}
		if _, err := complaint.Do(next, other, s, kapuas); r.Name != "close" && !errors.Is(err, complaint.ErrOther) {
			t.Errorf("%s: other content under one act: %v", r.Name, err)
		}
	}
}

func TestWhoWasFaster(t *testing.T) {
	c := in(t, complaint.Assigned)
	asked := do(t, c, complaint.Ask{Text: "Kapan?"}, officer("2026-11-26"))
	s := writer("2026-11-27")
	s.Seen = c.Seen()
	if _, err := complaint.Do(asked, complaint.Reply{Text: "Halo."}, s, kapuas); !errors.Is(err, complaint.ErrMoved) || len(refusal.Of(err)[0].Args) != 0 {
		t.Errorf("the complainant learns who of the office acted: %v", err)
	}
	replied := do(t, asked, complaint.Reply{Text: "Pagi."}, writer("2026-11-27"))
	o := officer("2026-11-30")
	o.Seen = asked.Seen()
	if _, err := complaint.Do(replied, complaint.Answer{Text: "Baik."}, o, kapuas); !errors.Is(err, complaint.ErrWrote) {
		t.Errorf("the officer answers past a new message: %v", err)
	}
	o.Seen = c.Seen()
	if _, err := complaint.Do(asked, complaint.Answer{Text: "Baik."}, o, kapuas); !errors.Is(err, complaint.ErrStale) || refusal.Of(err)[0].Args["by"] != "pengaduan" {
		t.Errorf("a colleague was faster: %v", err)
	}
}

// Everything that happens to an anonymous complaint bears its day and no device,
// whoever acts; and of a name that was typed nothing is kept.
func TestAnAnonymousComplaintBearsDaysAlone(t *testing.T) {
	c := do(t, complaint.Complaint{}, story(complaint.Anonymous), writer(monday))
	c = do(t, c, complaint.Verify{Unit: "papbb"}, officer(monday))
	c = do(t, c, complaint.Ask{Text: "Kapan?"}, officer("2026-11-24"))
	c = do(t, c, complaint.Reply{Text: "Pagi."}, writer("2026-11-25"))
	c = do(t, c, complaint.Attach{ID: "f1", Kind: complaint.PDF, Size: 3}, writer("2026-11-25"))
	c = do(t, c, complaint.Answer{Text: "Maaf."}, officer("2026-11-26"))
	c = do(t, c, complaint.Rate{Stars: 3}, writer("2026-11-26"))
	c = do(t, c, complaint.Close{}, writer("2026-11-26"))
	for _, e := range c.Log {
		if !e.At.Equal(kapuas.Day(e.At)) || e.Device != "" {
			t.Errorf("%s at %v from %q", e.Move, e.At, e.Device)
		}
	}
	text := frozen(c)
	for _, canary := range []string{"T03:00", "Rukmini", "0812", "meja"} {
		if strings.Contains(text, canary) {
			t.Errorf("%s is kept: %s", canary, text)
		}
	}
	named := frozen(in(t, complaint.Verified))
	if !strings.Contains(named, "Rukmini") || !strings.Contains(named, "T03:00") {
		t.Error("a confidential complaint has a name and hours, else this test sees nothing")
	}
}

func TestTheForm(t *testing.T) {
	for _, x := range []struct {
		what  string
		f     func(*complaint.File)
		want  *refusal.Refusal
		field string
	}{
		{"no naming chosen", func(m *complaint.File) { m.Naming = "" }, complaint.ErrNaming, "id"},
		{"another naming", func(m *complaint.File) { m.Naming = "secret" }, complaint.ErrNaming, "id"},
		{"no text", func(m *complaint.File) { m.Text = "  \n " }, complaint.ErrText, "text"},
		{"too long", func(m *complaint.File) { m.Text = strings.Repeat("a", complaint.MaxText+1) }, complaint.ErrTextLong, "text"},
		{"a unit of nowhere", func(m *complaint.File) { m.Unit = "gudang" }, complaint.ErrUnit, "unit"},
		{"a hidden unit", func(m *complaint.File) { m.Unit = "arsip" }, complaint.ErrUnit, "unit"},
		{"no name", func(m *complaint.File) { m.Name = " " }, complaint.ErrName, "name"},
		{"a long wish", func(m *complaint.File) { m.Wish = strings.Repeat("a", complaint.MaxWish+1) }, complaint.ErrShort, "wish"},
	} {
		m := story(complaint.Confidential)
		x.f(&m)
		_, err := complaint.Do(complaint.Complaint{}, m, writer(monday), kapuas)
		got := refusal.Of(err)
		if len(got) != 1 || got[0].Key != x.want.Key || got[0].Field != x.field {
			t.Errorf("%s: %v", x.what, err)
		}
	}
	m := story(complaint.Anonymous)
	m.Name, m.Phone, m.Unit = "", "x", ""
	do(t, complaint.Complaint{}, m, writer(monday)) // nothing of them is asked or judged
}

// Another unit than the complainant named lets that unit's people in: somebody has to say why.
func TestTheUnitComplainedAboutIsChangedWithAReason(t *testing.T) {
	filed := do(t, complaint.Complaint{}, story(complaint.Named), writer(monday))
	for _, m := range []complaint.Verify{{Unit: ""}, {Unit: "pidum", Note: "  "}} {
		if _, err := complaint.Do(filed, m, officer(monday), kapuas); !errors.Is(err, complaint.ErrReason) {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if got := do(t, filed, complaint.Verify{Unit: "pidum", Note: "Loketnya milik Pidum."}, officer(monday)); got.Facts.Unit != "pidum" {
		t.Errorf("about %q", got.Facts.Unit)
	}
}
