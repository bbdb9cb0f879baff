package visit_test

import (
	"testing"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestAnEscortStopsTheClock(t *testing.T) {
	f := do(t, waiting(t), visit.Escort{By: "satria", Room: " R. 2 "}, officer(6)).Facts
	if want := (visit.Escorted{By: "satria", Room: "R. 2", At: after(6)}); f.State != visit.Meeting || f.Escort != want || !f.MetAt.Equal(after(6)) {
		t.Errorf("%s, %+v", f.State, f.Escort)
	}
}

func TestTheHostIsAskedAndHasNotSaidNo(t *testing.T) {
	unasked := func(t *testing.T) visit.Visit {
		m := verification()
		m.Ask = false
		return do(t, arrived(t), m, officer(3))
	}
	for _, c := range []struct {
		name    string
		unasked bool
		moves   []visit.Move
		want    *refusal.Refusal
	}{
		{"not asked", true, nil, visit.ErrNotAsked},
		{"asked, silent", false, nil, nil},
		{"not asked, yet said yes", true, []visit.Move{visit.Answer{Reply: visit.Accepted}}, nil},
		{"wait", false, []visit.Move{visit.Answer{Reply: visit.Wait, Minutes: 5}}, nil},
		{"declined", false, []visit.Move{visit.Answer{Reply: visit.Declines}}, visit.ErrSaidNo},
		{"absent", false, []visit.Move{visit.Answer{Reply: visit.NotHere}}, visit.ErrSaidNo},
		{"declined, asked again, silent", false, []visit.Move{visit.Answer{Reply: visit.Declines}, visit.Ask{}}, visit.ErrSaidNo},
		{"declined, then yes", false, []visit.Move{visit.Answer{Reply: visit.Declines}, visit.Answer{Reply: visit.Accepted}}, nil},
		{"yes, then no", false, []visit.Move{visit.Answer{Reply: visit.Accepted}, visit.Answer{Reply: visit.NotHere}}, visit.ErrSaidNo},
		{"declined, passed on, the next asked", false, []visit.Move{visit.Answer{Reply: visit.Declines}, visit.Answer{Reply: visit.Forwarded, Host: "kenanga"}, visit.Ask{}}, nil},
	} {
		v := waiting(t)
		if c.unasked {
			v = unasked(t)
		}
		for i, m := range c.moves {
			v = do(t, v, m, officer(4+i))
		}
		next, err := visit.Do(v, visit.Escort{By: "satria"}, officer(9), kapuas)
		if c.want == nil {
			if err != nil || next.Facts.State != visit.Meeting {
				t.Errorf("%s: %s %v", c.name, next.Facts.State, err)
			}
			continue
		}
		refused(t, c.name, err, c.want, "")
	}
}

func TestWhoMayEscort(t *testing.T) {
	for by, ok := range map[string]bool{"satria": true, "melati": true, "kenanga": false, "dahlia": false, "mawar": false, "": false} {
		_, err := visit.Do(waiting(t), visit.Escort{By: by}, officer(6), kapuas)
		if ok {
			if err != nil {
				t.Errorf("%s: %v", by, err)
			}
			continue
		}
		refused(t, by, err, visit.ErrEscort, "by")
	}
}
