package visit_test

import (
	"testing"
	"time"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// met is a visit whose host was asked and said yes; the escort was at 9:05.
func met(t testing.TB) visit.Visit {
	v := do(t, waiting(t), visit.Answer{Reply: visit.Accepted}, officer(4))
	return do(t, v, visit.Escort{By: "satria", Room: "R. 2"}, officer(5))
}

func TestATransferAsksTheNextHostAfresh(t *testing.T) {
	v := do(t, met(t), visit.Transfer{Host: "kenanga", Reason: "Berkas di Datun"}, officer(20))
	f := v.Facts
	if f.State != visit.Waiting || f.Unit != "datun" || f.Host != "kenanga" || !f.PassedAt.Equal(after(20)) || f.Escort != (visit.Escorted{}) {
		t.Fatalf("%+v", f)
	}
	if !f.Question().At.IsZero() || f.Reply().Reply != "" {
		t.Errorf("asked %v, answered %v", f.Question(), f.Reply())
	}
	_, err := visit.Do(v, visit.Escort{By: "satria"}, officer(21), kapuas)
	refused(t, "nobody asked the next host", err, visit.ErrNotAsked, "")

	v = do(t, v, visit.Ask{}, officer(22))
	v = do(t, v, visit.Answer{Reply: visit.Accepted}, officer(24))
	v = do(t, v, visit.Escort{By: "melati", Room: "R. 9"}, officer(25))
	if f = v.Facts; !f.MetAt.Equal(after(5)) || !f.Escort.At.Equal(after(25)) || f.Escort.Room != "R. 9" {
		t.Errorf("met at %v, escorted %+v: the service is measured once", f.MetAt, f.Escort)
	}

	// Back to the first host: what they said an hour ago counts no longer.
	v = do(t, v, visit.Transfer{Host: "melati"}, officer(60))
	if f = v.Facts; !f.Question().At.IsZero() || f.Reply().Reply != "" {
		t.Errorf("back to the first host: asked %v, answered %v", f.Question(), f.Reply())
	}
}

func TestATransferNeedsAnotherDestination(t *testing.T) {
	for _, c := range []struct {
		name  string
		move  visit.Transfer
		want  *refusal.Refusal
		field string
	}{
		{"nowhere", visit.Transfer{Reason: "Salah bagian"}, visit.ErrForward, "host"},
		{"to where the guest is", visit.Transfer{Host: "melati"}, visit.ErrForward, "host"},
		{"to somebody unknown", visit.Transfer{Host: "siapa"}, visit.ErrHost, "host"},
		{"to somebody who is gone", visit.Transfer{Host: "dahlia"}, visit.ErrHost, "host"},
		{"to a closed unit", visit.Transfer{Unit: "arsip"}, visit.ErrUnit, "unit"},
	} {
		_, err := visit.Do(met(t), c.move, officer(20), kapuas)
		refused(t, c.name, err, c.want, c.field)
	}
	v := do(t, met(t), visit.Transfer{Unit: "pidum"}, officer(20)) // the unit without this host is another destination
	if v.Facts.Host != "" || v.Facts.Unit != "pidum" {
		t.Errorf("%+v", v.Facts)
	}
	_, err := visit.Do(do(t, met(t), visit.Out{}, officer(19)), visit.Transfer{Host: "kenanga"}, officer(20), kapuas)
	refused(t, "a guest who is outside", err, visit.ErrOutside, "")
}

func TestAfterATransferTheDeskCountsAnew(t *testing.T) {
	v := do(t, met(t), visit.Transfer{Host: "kenanga"}, officer(30))
	if d, level := v.Facts.Clock(after(90), kapuas.Rules); d != 4*time.Minute || level != visit.Stopped {
		t.Errorf("the measured service time is %v, %s", d, level)
	}
	for minutes, want := range map[int]visit.Level{36: visit.InTime, 37: visit.Amber, 40: visit.Late} {
		from, d, level := v.Facts.Watch(after(minutes), kapuas.Rules)
		if !from.Equal(after(30)) || d != time.Duration(minutes-30)*time.Minute || level != want {
			t.Errorf("at minute %d: %v since %v, %q", minutes, d, from, level)
		}
	}
	f := waiting(t).Facts
	if from, d, level := f.Watch(after(9), kapuas.Rules); !from.Equal(after(1)) || d != 8*time.Minute || level != visit.Amber {
		t.Errorf("without a transfer: %v since %v, %q", d, from, level)
	}
}

// Whoever goes home while the next host is silent has met the first one.
func TestLeavingAfterATransfer(t *testing.T) {
	v := do(t, met(t), visit.Transfer{Host: "kenanga"}, officer(30))
	for want, m := range map[visit.Ending]visit.Visit{
		visit.Met: v, visit.Declined: do(t, v, visit.Answer{Reply: visit.Declines}, officer(31)),
	} {
		if f := do(t, m, visit.Leave{Back: []string{"badge", "card", "1"}}, officer(40)).Facts; f.Ending != want {
			t.Errorf("ended %s, want %s", f.Ending, want)
		}
	}
	if f := do(t, v, visit.Leave{Back: []string{"badge", "card", "1"}, Ending: visit.Met}, officer(40)).Facts; f.Ending != visit.Met {
		t.Error(f.Ending)
	}
}
