package book_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

func (l *lobby) triage() account.Stamp { return l.stamp("pengaduan", account.Complaint) }

// filed writes a complaint as from the guest door.
func (l *lobby) filed(n complaint.Naming) complaint.Complaint {
	l.t.Helper()
	r, _, err := l.FileComplaint(l.ctx, l.from(secret.Nonce()), story(n))
	good(l.t, err)
	return r.Complaint
}

// handles makes officers' moves.
func (l *lobby) handles(id string, moves ...complaint.Move) {
	l.t.Helper()
	for _, m := range moves {
		_, err := l.Handle(l.ctx, l.triage(), id, m)
		good(l.t, err)
	}
}

func (l *lobby) stands(id string) complaint.Facts {
	l.t.Helper()
	c, err := l.Tracked(l.ctx, l.office.ID, id)
	good(l.t, err)
	return c.Facts
}

func TestSilenceClosesAnAnsweredComplaint(t *testing.T) {
	l := enter(t)
	answered, asked, open := l.filed(complaint.Anonymous), l.filed(complaint.Named), l.filed(complaint.Named)
	l.handles(answered.ID, complaint.Answer{Text: "Maaf."})
	l.handles(asked.ID, complaint.Ask{Text: "Kapan?"})
	l.clock.set(nine.AddDate(0, 0, 14)) // Monday the 7th of December is the tenth working day
	l.RunJobs(l.ctx)
	if a, b := l.stands(answered.ID).State, l.stands(asked.ID).State; a != complaint.Answered || b != complaint.NeedsData {
		t.Errorf("on the last day: %s and %s", a, b)
	}
	l.clock.set(nine.AddDate(0, 0, 15))
	l.RunJobs(l.ctx)
	l.clock.pass(time.Minute)
	l.RunJobs(l.ctx)
	a, b := l.stands(answered.ID), l.stands(asked.ID)
	if a.State != complaint.Closed || b.State != complaint.Closed || !a.Silent || !b.Silent || l.stands(open.ID).State != complaint.Received {
		t.Errorf("%s and %s; the open one is %s", a.State, b.State, l.stands(open.ID).State)
	}
	l.clean()
}

// The officers are told at fixed hours, for all alike: a complaint that came at any
// minute is told of at the next full hour of the office's, and no screen hears of it before.
func TestTheDigestKeepsItsHours(t *testing.T) {
	l := enter(t)
	l.RunJobs(l.ctx) // nine o'clock: the digest of eight
	told := func() book.Digest {
		t.Helper()
		d, err := l.Told(l.ctx, l.triage())
		good(t, err)
		return d
	}
	if d := told(); !d.At.Equal(nine.Add(-time.Hour)) || len(d.New) != 0 {
		t.Fatalf("%+v", d)
	}
	l.feed.since()
	l.clock.set(nine.Add(90 * time.Minute))
	c := l.filed(complaint.Anonymous)
	l.RunJobs(l.ctx)
	if d := told(); len(d.New) != 0 {
		t.Errorf("told at once: %+v", d)
	}
	for _, line := range l.feed.since() {
		if strings.Contains(line, c.ID) || strings.Contains(line, book.KindComplaint) {
			t.Errorf("open screens hear of it: %s", line)
		}
	}
	l.clock.set(nine.Add(4*time.Hour + 7*time.Minute))
	l.RunJobs(l.ctx)
	if d := told(); !d.At.Equal(nine.Add(4*time.Hour)) || len(d.New) != 1 || d.New[0].ID != c.ID {
		t.Errorf("at one o'clock: %+v", d)
	}
	l.clock.set(nine.AddDate(0, 0, 3)) // Thursday: to be passed on today
	l.RunJobs(l.ctx)
	if d := told(); len(d.Due) != 1 || d.Due[0].Late {
		t.Errorf("the morning's list: %+v", d)
	}
	l.clock.set(nine.AddDate(0, 0, 5)) // a Saturday
	l.RunJobs(l.ctx)
	if d := told(); d.At.After(nine.AddDate(0, 0, 4)) {
		t.Errorf("told on a day off: %+v", d)
	}
}

func TestAComplaintIsKeptAsLongAsTheOfficeSays(t *testing.T) {
	l := enter(t)
	c := l.filed(complaint.Anonymous)
	s := l.from(secret.Nonce())
	c, err := l.Attach(l.ctx, s, c.ID, "antre.pdf", complaint.PDF, []byte("%PDF"))
	good(t, err)
	_, err = l.Complain(l.ctx, l.from(secret.Nonce()), c.ID, complaint.Withdraw{Reason: "Sudah beres."})
	good(t, err)
	open := l.filed(complaint.Confidential)
	l.clock.set(nine.AddDate(0, 0, 731).Add(17 * time.Hour))
	if d, err := l.Due(l.ctx, l.office); err != nil || d.Complaints != 1 {
		t.Errorf("due: %+v %v", d, err)
	}
	l.RunJobs(l.ctx)
	if _, err := l.Tracked(l.ctx, l.office.ID, c.ID); !errors.Is(err, complaint.ErrNotFound) {
		t.Errorf("an erased complaint can be tracked: %v", err)
	}
	if _, err := l.store.Get(l.ctx, l.office.ID, book.KindAttachment, c.Facts.Files[0].ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("its file: %v", err)
	}
	rest, err := l.Complaint(l.ctx, l.triage(), c.ID)
	if err != nil || rest.Facts.State != complaint.Withdrawn || rest.Facts.Text != "" || len(rest.Facts.Thread) != 0 {
		t.Errorf("%+v %v", rest.Facts, err)
	}
	if f := l.stands(open.ID); f.Text == "" {
		t.Error("one that still goes on was erased")
	}
	l.clean()
}

func TestAFileWithoutItsComplaintGoes(t *testing.T) {
	l := enter(t)
	c := l.filed(complaint.Named)
	kept, err := l.Attach(l.ctx, l.from(secret.Nonce()), c.ID, "a.pdf", complaint.PDF, []byte("%PDF"))
	good(t, err)
	l.tamper(book.KindAttachment, kept.Facts.Files[0].ID, func(d *store.Doc, _ map[string]any) { // a copy that no move names
		d.ID, d.Claim, d.Version = "orphan", "id:orphan", 0
	})
	l.clock.set(nine.AddDate(0, 0, 3))
	l.RunJobs(l.ctx)
	if _, err := l.store.Get(l.ctx, l.office.ID, book.KindAttachment, "orphan"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the orphan: %v", err)
	}
	if _, err := l.File(l.ctx, l.triage(), c.ID, kept.Facts.Files[0].ID); err != nil {
		t.Errorf("the file that is named: %v", err)
	}
}

func TestAChangedComplaintIsNamed(t *testing.T) {
	for what, x := range map[string]struct {
		attack func(d *store.Doc, v map[string]any)
		names  string
	}{
		"change who":         {func(_ *store.Doc, v map[string]any) { entry(v, 2)["by"] = "atasan" }, "log entry 2"},
		"an earlier state":   {func(_ *store.Doc, v map[string]any) { v["facts"].(map[string]any)["state"] = "received" }, "its log ends with"},
		"drop the last":      {func(_ *store.Doc, v map[string]any) { v["log"] = log(v)[:1] }, "its log ends with"},
		"find it by another": {func(d *store.Doc, _ map[string]any) { d.Tags = []string{"state:closed"} }, "found by"},
		"another line":       {func(d *store.Doc, _ map[string]any) { d.Brief = []byte(`{"s":"closed"}`) }, "its line"},
		"hide the unit": {func(_ *store.Doc, v map[string]any) {
			v["facts"].(map[string]any)["unit"] = ""
		}, "found by"},
	} {
		l := enter(t)
		c := l.filed(complaint.Named)
		l.handles(c.ID, complaint.Verify{Title: "Antre", Unit: "pidum"})
		l.clean()
		l.tamper(book.KindComplaint, c.ID, x.attack)
		if _, err := l.Check(l.ctx); err == nil || !strings.Contains(err.Error(), x.names) || !strings.Contains(err.Error(), c.ID) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Sixteen hands send one form, and sixteen officers answer one complaint.
func TestManyHandsMakeOneComplaintAndOneAnswer(t *testing.T) {
	l := enter(t)
	nonce := secret.Nonce()
	var ids [8]string
	done := make(chan error, len(ids))
	for i := range ids {
		go func() {
			r, _, err := l.FileComplaint(l.ctx, l.from(nonce), story(complaint.Confidential))
			ids[i] = r.Complaint.ID
			done <- err
		}()
	}
	for range ids {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range ids {
		if id != ids[0] {
			t.Fatal("one form became two complaints")
		}
	}
	seen := l.triage()
	seen.Seen = 1
	for range ids {
		go func() {
			s := seen
			s.Act = secret.Nonce()
			_, err := l.Handle(l.ctx, s, ids[0], complaint.Answer{Text: "Maaf."})
			done <- err
		}()
	}
	won := 0
	for range ids {
		if err := <-done; err == nil {
			won++
		} else if !errors.Is(err, complaint.ErrStale) && !errors.Is(err, complaint.ErrState) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d answers went through", won)
	}
}
