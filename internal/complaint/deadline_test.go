package complaint_test

import (
	"errors"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
)

// The classes of domain.md 5, each in the life of one complaint filed on a Monday, with
// weekends, a long holiday, a question that stops the clock, and a year's end.
func TestWhatIsDueNext(t *testing.T) {
	filed := func(day string, class complaint.Class) complaint.Complaint {
		c := do(t, complaint.Complaint{}, story(complaint.Confidential), writer(day))
		return do(t, c, complaint.Verify{Class: class, Unit: "papbb"}, officer(day))
	}
	assigned := func(day, to string, class complaint.Class) complaint.Complaint {
		return do(t, filed(day, class), complaint.Assign{Unit: "papbb"}, officer(to))
	}
	working := func(day, to string, class complaint.Class) complaint.Complaint {
		return do(t, assigned(day, to, class), complaint.Proceed{}, officer(to))
	}
	stopped := func(asked, replied string) complaint.Complaint {
		c := do(t, working(monday, "2026-11-24", complaint.Ordinary), complaint.Ask{Text: "Kapan?"}, officer(asked))
		if replied == "" {
			return c
		}
		return do(t, c, complaint.Reply{Text: "Pagi."}, writer(replied))
	}
	answered := do(t, working(monday, "2026-11-24", complaint.Ordinary), complaint.Answer{Text: "Maaf."}, officer("2026-12-18"))
	for _, x := range []struct {
		what  string
		c     complaint.Complaint
		today string
		due   complaint.What
		day   string
		left  int
		level complaint.Level
	}{
		{"filed today", in(t, complaint.Received), monday, complaint.ToForward, "2026-11-26", 3, complaint.Fine},
		{"two days left", in(t, complaint.Received), "2026-11-24", complaint.ToForward, "2026-11-26", 2, complaint.Amber},
		{"one day left", in(t, complaint.Received), "2026-11-25", complaint.ToForward, "2026-11-26", 1, complaint.Red},
		{"on the day", in(t, complaint.Received), "2026-11-26", complaint.ToForward, "2026-11-26", 0, complaint.Red},
		{"late", in(t, complaint.Received), "2026-11-27", complaint.ToForward, "2026-11-26", -1, complaint.Red},
		{"late over a weekend", in(t, complaint.Received), "2026-11-28", complaint.ToForward, "2026-11-26", -1, complaint.Red},
		{"read, and not yet with a unit", filed(monday, complaint.Ordinary), "2026-11-24", complaint.ToForward, "2026-11-26", 2, complaint.Amber},
		{"with the unit", assigned(monday, "2026-11-25", complaint.Ordinary), "2026-11-25", complaint.ToCoordinate, "2026-12-02", 5, complaint.Fine},
		{"with the unit, but the answer is nearer", assigned(monday, "2026-12-10", complaint.Ordinary), "2026-12-10", complaint.ToAnswer, "2026-12-11", 1, complaint.Red},
		{"not about supervision: 14", working(monday, "2026-11-24", complaint.Ordinary), "2026-11-24", complaint.ToAnswer, "2026-12-11", 13, complaint.Fine},
		{"about supervision: 60, over the year's end", working(monday, "2026-11-24", complaint.Supervisory), "2026-11-24", complaint.ToAnswer, "2027-02-18", 59, complaint.Fine},
		{"over the long holiday", working("2026-12-21", "2026-12-21", complaint.Ordinary), "2026-12-23", complaint.ToAnswer, "2027-01-13", 12, complaint.Fine},
		{"filed on a Saturday", working("2026-11-28", "2026-11-30", complaint.Ordinary), "2026-11-30", complaint.ToAnswer, "2026-12-17", 13, complaint.Fine},
		{"the clock stands still", stopped("2026-11-25", ""), "2026-11-27", complaint.ToReply, "2026-12-09", 8, complaint.Fine},
		{"and stays still when it is late", stopped("2026-11-25", ""), "2026-12-14", complaint.ToReply, "2026-12-09", -3, complaint.Fine},
		{"asked and answered in a day: nothing is won", stopped("2026-11-25", "2026-11-25"), "2026-11-25", complaint.ToAnswer, "2026-12-11", 12, complaint.Fine},
		{"three working days of waiting", stopped("2026-11-25", "2026-11-30"), "2026-11-30", complaint.ToAnswer, "2026-12-16", 12, complaint.Fine},
		{"waiting over the weekend only", stopped("2026-11-27", "2026-11-29"), "2026-11-30", complaint.ToAnswer, "2026-12-11", 9, complaint.Fine},
		{"the question came too late already", stopped("2026-12-14", "2026-12-16"), "2026-12-16", complaint.ToAnswer, "2026-12-11", -3, complaint.Red},
		{"answered: the complainant has ten days, over the holidays", answered, "2026-12-18", complaint.Silence, "2027-01-06", 10, complaint.Fine},
		{"over", in(t, complaint.Closed), "2026-12-30", complaint.Nothing, "", 0, complaint.Fine},
		{"reopened: days anew", do(t, answered, complaint.Reopen{Text: "Belum."}, writer("2026-12-21")), "2026-12-21", complaint.ToAnswer, "2027-01-13", 14, complaint.Fine},
	} {
		d := x.c.Facts.Next(on(x.today), kapuas)
		day := ""
		if !d.Day.IsZero() {
			day = d.Day.Format(time.DateOnly)
		}
		if d.What != x.due || day != x.day || d.Left != x.left || d.Level != x.level {
			t.Errorf("%s: %s by %s, %d left, %q; want %s by %s, %d left, %q", x.what, d.What, day, d.Left, d.Level, x.due, x.day, x.left, x.level)
		}
	}
}

func TestAnOfficeSetsItsOwnDays(t *testing.T) {
	o := kapuas
	o.Complaints.Forward, o.Complaints.Amber, o.Complaints.Silence = 1, 4, 2
	if d := in(t, complaint.Received).Facts.Next(on(monday), o); d.Left != 1 || d.Level != complaint.Red {
		t.Errorf("%+v", d)
	}
	if d := in(t, complaint.Answered).Facts.SilenceEnds(o); d.Format(time.DateOnly) != "2026-12-01" {
		t.Errorf("silence ends %v", d)
	}
}

func TestWhoMayCloseAndWhen(t *testing.T) {
	answered := in(t, complaint.Answered) // on Friday the 27th; silence until 11 December
	replied := do(t, answered, complaint.Reply{Text: "Terima kasih."}, writer("2026-11-30"))
	rated := do(t, answered, complaint.Rate{Stars: 3}, writer("2026-11-30"))
	asked := in(t, complaint.NeedsData) // on Wednesday the 25th; silence until the 9th
	for _, x := range []struct {
		what string
		c    complaint.Complaint
		role account.Role
		day  string
		want error
	}{
		{"the complainant, at once", answered, account.Guest, "2026-11-27", nil},
		{"the officer, before any word", answered, account.Complaint, "2026-12-01", complaint.ErrSilence},
		{"the officer, after a reply", replied, account.Complaint, "2026-12-01", nil},
		{"the officer, after a rating", rated, account.Complaint, "2026-12-01", nil},
		{"the job, on the last day", answered, account.System, "2026-12-11", complaint.ErrSilence},
		{"the job, on the day after", answered, account.System, "2026-12-12", nil},
		{"the job, after a later word", replied, account.System, "2026-12-14", complaint.ErrSilence},
		{"the job, ten days after that word", replied, account.System, "2026-12-15", nil},
		{"a question: not the complainant", asked, account.Guest, "2026-11-26", complaint.ErrSilence},
		{"a question: the job", asked, account.System, "2026-12-10", nil},
	} {
		next, err := complaint.Do(x.c, complaint.Close{}, stamp(x.role, on(x.day)), kapuas)
		if !errors.Is(err, x.want) || (err == nil) != (x.want == nil) {
			t.Errorf("%s: %v, want %v", x.what, err, x.want)
		}
		if err == nil && next.Facts.Silent != (x.role == account.System) {
			t.Errorf("%s: silent %v", x.what, next.Facts.Silent)
		}
	}
}

func TestAnAnswerCanBeTurnedDownForTenWorkingDays(t *testing.T) {
	closed := do(t, in(t, complaint.Answered), complaint.Close{}, stamp(account.System, on("2026-12-12")))
	for day, want := range map[string]error{"2026-11-30": nil, "2026-12-11": nil, "2026-12-14": complaint.ErrLate} {
		_, err := complaint.Do(in(t, complaint.Closed), complaint.Reopen{Text: "Belum."}, writer(day), kapuas)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("on %s: %v, want %v", day, err, want)
		}
	}
	if _, err := complaint.Do(closed, complaint.Reopen{Text: "Belum."}, writer("2026-12-14"), kapuas); !errors.Is(err, complaint.ErrLate) {
		t.Errorf("closed by silence, and late: %v", err)
	}
	wrote := do(t, in(t, complaint.Answered), complaint.Reply{Text: "Terima kasih, saya lihat dulu."}, writer("2026-12-01"))
	if end := wrote.Facts.SilenceEnds(kapuas); !wrote.Facts.Reopenable(end, kapuas) || wrote.Facts.Reopenable(end.AddDate(0, 0, 1), kapuas) {
		t.Errorf("who writes is waited for until %s, and can reopen as long", end)
	}
}
