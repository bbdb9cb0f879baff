package book

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"bukutamu/internal/complaint"
	"bukutamu/internal/store"
)

// checkComplaint compares a complaint with its log, and with what the store finds it by.
// One that is anonymous must not say at which hour of the day anything happened.
func (b *Book) checkComplaint(d store.Doc, c complaint.Complaint) error {
	if c.ID != d.ID {
		return fmt.Errorf("complaint %s: not a complaint", d.ID)
	}
	if err := checkLog(b, KindComplaint, d.Office, c.ID, c.Log); err != nil {
		return err
	}
	if c.Last().State != c.Facts.State {
		return fmt.Errorf("complaint %s: it is %s, but its log ends with %s in entry %d", c.ID, c.Facts.State, c.Last().State, c.Last().N)
	}
	k := b.keepComplaint(c)
	want, err := store.Doc{Office: d.Office, Kind: d.Kind, ID: d.ID, Claim: k.Claim, Tags: k.Tags, At: k.At}.Normal()
	if err != nil {
		return err
	}
	var have ComplaintLine
	if err := json.Unmarshal(d.Brief, &have); err != nil {
		return fmt.Errorf("complaint %s: its line: %w", c.ID, err)
	}
	slices.Sort(want.Tags)
	switch {
	case d.Claim != want.Claim || !slices.Equal(slices.Sorted(slices.Values(d.Tags)), want.Tags) || !d.At.Equal(want.At):
		return fmt.Errorf("complaint %s: what it is found by does not fit its facts", c.ID)
	case !reflect.DeepEqual(have, k.Brief):
		return fmt.Errorf("complaint %s: its line does not fit its facts", c.ID)
	case c.Facts.Naming == complaint.Anonymous && (hours(d.Changed) || hours(d.At) || slices.ContainsFunc(c.Log, func(e complaint.Entry) bool { return hours(e.At) })):
		return fmt.Errorf("complaint %s: it is anonymous and says at which hour something happened", c.ID)
	}
	return nil
}

// hours reports whether a time says more than a day: midnight in every zone of the
// country falls on a full hour.
func hours(t time.Time) bool { return !t.Equal(t.Truncate(time.Hour)) }
