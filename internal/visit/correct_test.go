package visit_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// refusedAs is refused for a refusal that is at hand as an error.
func refusedAs(t *testing.T, what string, err, want error, field string) {
	t.Helper()
	list := refusal.Of(err)
	if len(list) != 1 || !errors.Is(err, want) || list[0].Field != field {
		t.Errorf("%s: %v, want %v at %q", what, err, want, field)
	}
}

func correct(pairs ...string) visit.Correct {
	m := visit.Correct{Reason: "Salah ketik"}
	for i := 0; i < len(pairs); i += 2 {
		m.Fields = append(m.Fields, visit.Corrected{Key: pairs[i], To: pairs[i+1]})
	}
	return m
}

// What changed is in the log, new and old; what was sent unchanged is not among it.
func TestACorrectionKeepsOldAndNew(t *testing.T) {
	v := waiting(t)
	was := v.Facts
	next := do(t, v, correct(visit.KeyName, "Anggrek Contohsari", visit.KeyPhone, "0812 0000 0009", visit.KeyFrom, was.Guest.From,
		visit.KeySex, string(identity.Female), visit.KeyNeeds, "wheelchair,sign"), officer(30))
	f := next.Facts
	if f.Guest.Name != "Anggrek Contohsari" || f.Guest.Phone != "+6281200000009" || f.State != was.State || f.Guest.Sex != identity.Female {
		t.Errorf("%+v", f.Guest)
	}
	want := []visit.Corrected{{Key: visit.KeyName, To: was.Guest.Name}, {Key: visit.KeyPhone, To: was.Guest.Phone}}
	if was.Guest.Sex != identity.Female {
		want = append(want, visit.Corrected{Key: visit.KeySex, To: string(was.Guest.Sex)})
	}
	want = append(want, visit.Corrected{Key: visit.KeyNeeds, To: was.Written(visit.KeyNeeds)})
	if d := cmp.Diff(want, visit.Old(next.Last())); d != "" {
		t.Errorf("the values before:\n%s", d)
	}
	if visit.Old(next.Log[0]) != nil {
		t.Error("another entry has values before")
	}
	if !next.StalePaper() {
		t.Error("the badge shows the old name, and nobody is told")
	}
	if do(t, next, visit.Print{Token: "t"}, officer(31)).StalePaper() {
		t.Error("the new print shows the new name")
	}
}

// holding is a waiting guest of whom a bag was taken into locker L 1.
func holding(t *testing.T) visit.Visit {
	return do(t, waiting(t), visit.Custody{What: "Tas", Locker: "L 1"}, officer(20))
}

// What lies in custody is put right too: the wrong locker would be opened in the evening.
func TestAnItemInCustodyIsCorrected(t *testing.T) {
	v := holding(t)
	n := len(v.Facts.Items)
	next := do(t, v, correct(visit.KeyItem(n), "Tas punggung", visit.KeyLocker(n), "L 7"), officer(30))
	if it := next.Facts.Items[n-1]; it.What != "Tas punggung" || it.Locker != "L 7" || !it.Out() {
		t.Errorf("%+v", it)
	}
	if !slices.Contains(next.Facts.Lockers(), "l7") || v.Facts.Items[n-1].Locker != "L 1" {
		t.Errorf("lockers %v, the visit before %+v", next.Facts.Lockers(), v.Facts.Items[n-1])
	}
	want := []visit.Corrected{{Key: visit.KeyItem(n), To: "Tas"}, {Key: visit.KeyLocker(n), To: "L 1"}}
	if d := cmp.Diff(want, visit.Old(next.Last())); d != "" {
		t.Errorf("the values before:\n%s", d)
	}
}

func TestTheDocumentIsJudgedAsInTheCheck(t *testing.T) {
	v := waiting(t)
	_, err := visit.Do(v, correct(visit.KeyDocument, string(identity.KTP), visit.KeyNumber, "6203016505900000"), officer(30), kapuas)
	if list := refusal.Of(err); len(list) != 1 || list[0].Field != "number" {
		t.Errorf("a serial 0000: %v", err)
	}
	m := correct(visit.KeyDocument, string(identity.KTP), visit.KeyNumber, "6203016505900000")
	m.AsWritten, m.NumberWhy = true, "Begitu di kartunya"
	if f := do(t, v, m, officer(30)).Facts; !f.Document.AsWritten || f.Document.Number != "6203016505900000" {
		t.Errorf("as written: %+v", f.Document)
	}
}

func TestWhatCannotBeCorrected(t *testing.T) {
	here := do(t, arrived(t), visit.Here{All: true}, officer(2))
	for _, c := range []struct {
		what  string
		v     visit.Visit
		m     visit.Correct
		want  error
		field string
	}{
		{"nothing", waiting(t), correct(), visit.ErrUnchanged, ""},
		{"what stands there already", waiting(t), correct(visit.KeyName, waiting(t).Facts.Guest.Name), visit.ErrUnchanged, ""},
		{"without a reason", waiting(t), visit.Correct{Fields: correct(visit.KeyNote, "x").Fields}, visit.ErrReason, "reason"},
		{"a name that is none", waiting(t), correct(visit.KeyName, "?"), visit.ErrName, visit.KeyName},
		{"the destination of somebody who was asked", waiting(t), correct(visit.KeyHost, "kenanga"), visit.ErrSettled, visit.KeyHost},
		{"a document that nobody read", arrived(t), correct(visit.KeyNumber, "1"), visit.ErrSettled, visit.KeyNumber},
		{"a companion who is a visit by now", here, correct(visit.KeyCompanion(1), "Edelweis Umpama"), visit.ErrSettled, visit.KeyCompanion(1)},
		{"a companion there is not", waiting(t), correct("companion.9", "Edelweis Umpama"), visit.ErrSettled, "companion.9"},
		{"an item there is not", waiting(t), correct(visit.KeyItem(9), "Ponsel"), visit.ErrSettled, visit.KeyItem(9)},
		{"an item without a name", holding(t), correct(visit.KeyItem(1), " "), visit.ErrItemWhat, visit.KeyItem(1)},
		{"a locker without an end", holding(t), correct(visit.KeyLocker(1), strings.Repeat("L", 21)), visit.ErrLocker, visit.KeyLocker(1)},
		{"an unknown field", waiting(t), correct("state", "left"), visit.ErrSettled, "state"},
		{"an unknown purpose", waiting(t), correct(visit.KeyPurpose, "piknik"), visit.ErrPurpose, visit.KeyPurpose},
	} {
		_, err := visit.Do(c.v, c.m, officer(30), kapuas)
		refusedAs(t, c.what, err, c.want, c.field)
	}
}

func TestTheDestinationBeforeAnybodyWasAsked(t *testing.T) {
	f := do(t, arrived(t), correct(visit.KeyHost, "kenanga"), officer(2)).Facts
	if f.Host != "kenanga" || f.Unit != "datun" {
		t.Errorf("a host decides the unit: %s, %s", f.Unit, f.Host)
	}
	if f = do(t, arrived(t), correct(visit.KeyUnit, "datun"), officer(2)).Facts; f.Host != "" || f.Unit != "datun" {
		t.Errorf("another unit, and nobody of the old one: %s, %s", f.Unit, f.Host)
	}
}
