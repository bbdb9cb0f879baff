package visit_test

import (
	"strings"
	"testing"

	"bukutamu/internal/visit"
)

func TestAVisitIsMarkedAsEnteredOfficially(t *testing.T) {
	v := do(t, left(t), visit.Entered{Record: " 2026/11/0042 "}, officer(60))
	if o := v.Facts.Official; o.Record != "2026/11/0042" || !o.At.Equal(after(60)) || o.By != "piket" {
		t.Errorf("%+v", o)
	}
	v = do(t, v, visit.Entered{Record: "2026/11/0043"}, officer(61))
	if v.Facts.Official.Record != "2026/11/0043" || !strings.Contains(v.Log[len(v.Log)-2].Details, "0042") {
		t.Errorf("%+v", v.Facts.Official)
	}
	_, err := visit.Do(left(t), visit.Entered{Record: strings.Repeat("9", 61)}, officer(60), kapuas)
	refused(t, "too long", err, visit.ErrRecord, "record")
	_, err = visit.Do(registered(t), visit.Entered{}, officer(60), kapuas)
	refused(t, "not here yet", err, visit.ErrState, "")
}
