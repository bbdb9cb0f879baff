package visit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func host(minutes int) account.Stamp { return stamp(account.Host, after(minutes)) }

func TestAskingIsWrittenDownEachTime(t *testing.T) {
	v := do(t, waiting(t), visit.Ask{Channel: visit.InPerson}, officer(5))
	want := []visit.Asked{
		{At: after(3), By: "piket", Channel: visit.Telephone, Unit: "pidum", Host: "melati"},
		{At: after(5), By: "piket", Channel: visit.InPerson, Unit: "pidum", Host: "melati"},
	}
	if d := cmp.Diff(want, v.Facts.Asks); d != "" {
		t.Error(d)
	}
	if q := v.Facts.Question(); !q.At.Equal(after(5)) {
		t.Errorf("the newest question is of %v", q.At)
	}
	_, err := visit.Do(v, visit.Ask{Channel: "pigeon"}, officer(6), kapuas)
	refused(t, "an unknown channel", err, visit.ErrChoice, "channel")
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name string
		move visit.Answer
		want visit.Answered
	}{
		{"accepted", visit.Answer{Reply: visit.Accepted}, visit.Answered{Reply: visit.Accepted}},
		{"wait", visit.Answer{Reply: visit.Wait, Minutes: 240}, visit.Answered{Reply: visit.Wait, Minutes: 240}},
		{"minutes belong to wait alone", visit.Answer{Reply: visit.Accepted, Minutes: 15}, visit.Answered{Reply: visit.Accepted}},
		{"declined", visit.Answer{Reply: visit.Declines, Reason: " Sedang sidang "}, visit.Answered{Reply: visit.Declines, Reason: "Sedang sidang"}},
		{"absent", visit.Answer{Reply: visit.NotHere}, visit.Answered{Reply: visit.NotHere}},
	} {
		v := do(t, waiting(t), c.move, officer(4))
		c.want.At, c.want.By, c.want.Channel, c.want.Unit, c.want.Host = after(4), "piket", visit.Telephone, "pidum", "melati"
		if d := cmp.Diff(c.want, v.Facts.Reply()); d != "" {
			t.Errorf("%s:\n%s", c.name, d)
		}
		if v.Facts.State != visit.Waiting || v.Facts.Host != "melati" {
			t.Errorf("%s: %s for %s", c.name, v.Facts.State, v.Facts.Host)
		}
	}
}

func TestWhatAnAnswerRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		move  visit.Answer
		want  *refusal.Refusal
		field string
	}{
		{"no answer", visit.Answer{}, visit.ErrReply, "answer"},
		{"an unknown answer", visit.Answer{Reply: "perhaps"}, visit.ErrReply, "answer"},
		{"an unknown channel", visit.Answer{Reply: visit.Accepted, Channel: "pigeon"}, visit.ErrChoice, "channel"},
		{"wait, no minutes", visit.Answer{Reply: visit.Wait}, visit.ErrMinutes, "minutes"},
		{"wait, 241 minutes", visit.Answer{Reply: visit.Wait, Minutes: 241}, visit.ErrMinutes, "minutes"},
		{"wait, minutes below nought", visit.Answer{Reply: visit.Wait, Minutes: -5}, visit.ErrMinutes, "minutes"},
		{"passed on to nobody", visit.Answer{Reply: visit.Forwarded}, visit.ErrForward, "host"},
		{"passed on to the same", visit.Answer{Reply: visit.Forwarded, Host: "melati"}, visit.ErrForward, "host"},
		{"passed on to an unknown person", visit.Answer{Reply: visit.Forwarded, Host: "mawar"}, visit.ErrHost, "host"},
		{"passed on to one who left", visit.Answer{Reply: visit.Forwarded, Host: "dahlia"}, visit.ErrHost, "host"},
		{"passed on to a unit no longer there", visit.Answer{Reply: visit.Forwarded, Unit: "arsip"}, visit.ErrUnit, "unit"},
	} {
		v := waiting(t)
		next, err := visit.Do(v, c.move, officer(4), kapuas)
		refused(t, c.name, err, c.want, c.field)
		if d := cmp.Diff(frozen(t, v), frozen(t, next)); d != "" {
			t.Errorf("%s: changed:\n%s", c.name, d)
		}
	}
}

func TestPassingOnNamesTheNewHostWhoMustBeAsked(t *testing.T) {
	v := do(t, waiting(t), visit.Answer{Reply: visit.Forwarded, Host: "kenanga", Reason: "Bukan bagian kami"}, officer(4))
	if f := v.Facts; f.Unit != "datun" || f.Host != "kenanga" || !f.Question().At.IsZero() || f.Reply().Reply != "" {
		t.Errorf("for %s in %s, asked %v, answer %q", f.Host, f.Unit, f.Question().At, f.Reply().Reply)
	}
	if a := v.Facts.Answers[0]; a.Host != "melati" || a.Unit != "pidum" || a.Reply != visit.Forwarded {
		t.Errorf("who passed on: %+v", a)
	}
	_, err := visit.Do(v, visit.Escort{By: "satria"}, officer(5), kapuas)
	refused(t, "escorted unasked", err, visit.ErrNotAsked, "")

	unit := do(t, waiting(t), visit.Answer{Reply: visit.Forwarded, Unit: "pidum"}, officer(4))
	if f := unit.Facts; f.Unit != "pidum" || f.Host != "" {
		t.Errorf("passed on to the unit: %s %q", f.Unit, f.Host)
	}
}

// A host who passed a guest on and gets them back is asked anew; what they said
// the first time, yes or no, is over.
func TestComingBackToAHostIsANewQuestion(t *testing.T) {
	for _, said := range []visit.Reply{visit.Accepted, visit.Declines} {
		v := do(t, waiting(t), visit.Answer{Reply: said}, officer(4))
		v = do(t, v, visit.Answer{Reply: visit.Forwarded, Host: "kenanga"}, officer(5))
		v = do(t, v, visit.Ask{}, officer(6))
		v = do(t, v, visit.Answer{Reply: visit.Forwarded, Host: "melati"}, officer(7))
		if f := v.Facts; f.Host != "melati" || f.Reply().Reply != "" || !f.Question().At.IsZero() {
			t.Errorf("%s: answer %q, asked %v", said, f.Reply().Reply, f.Question().At)
		}
		_, err := visit.Do(v, visit.Escort{By: "satria"}, officer(8), kapuas)
		refused(t, string(said)+", escorted unasked", err, visit.ErrNotAsked, "")
		v = do(t, v, visit.Ask{}, officer(8))
		do(t, v, visit.Escort{By: "satria"}, officer(9))
	}
}

func TestAHostAnswersForTheirOwnGuestsAlone(t *testing.T) {
	v := do(t, waiting(t), visit.Answer{Reply: visit.Accepted, Channel: visit.Telephone}, host(4))
	if a := v.Facts.Reply(); a.By != "kasi.pidum" || a.Channel != visit.Online {
		t.Errorf("%+v", a)
	}
	for name, change := range map[string]func(*visit.Visit, *account.Stamp){
		"of another host":             func(v *visit.Visit, s *account.Stamp) { s.Person = "kenanga" },
		"an account of nobody":        func(v *visit.Visit, s *account.Stamp) { s.Person = "" },
		"nobody's guest, nobody asks": func(v *visit.Visit, s *account.Stamp) { v.Facts.Host, s.Person = "", "" },
		"not even that it moved on":   func(v *visit.Visit, s *account.Stamp) { s.Person, s.Seen = "kenanga", 1 },
		"not even where it stands":    func(v *visit.Visit, s *account.Stamp) { s.Person, v.Facts.State = "kenanga", visit.Left },
	} {
		v, s := waiting(t), host(4)
		change(&v, &s)
		_, err := visit.Do(v, visit.Answer{Reply: visit.Accepted}, s, kapuas)
		refused(t, name, err, visit.ErrNotFound, "")
	}

	// Passing the guest on ends their say; the same form again is still the same form.
	s := host(5)
	v = do(t, waiting(t), visit.Answer{Reply: visit.Forwarded, Host: "kenanga"}, s)
	do(t, v, visit.Answer{Reply: visit.Forwarded, Host: "kenanga"}, s)
	_, err := visit.Do(v, visit.Answer{Reply: visit.Accepted}, host(6), kapuas)
	refused(t, "after passing on", err, visit.ErrNotFound, "")
}

func TestAHostWhoIsAlsoAnOfficerAnswersAtTheDesk(t *testing.T) {
	s := host(4)
	s.Roles, s.Person = account.Roles{account.Host, account.Officer}, "kenanga"
	v := do(t, waiting(t), visit.Answer{Reply: visit.Accepted, Channel: visit.InPerson}, s)
	if a := v.Facts.Reply(); a.Channel != visit.InPerson || a.Host != "melati" {
		t.Errorf("%+v", a)
	}
}
