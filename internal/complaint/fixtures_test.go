package complaint_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
)

// The tests stand in this office: Monday to Friday, a long holiday at Christmas with a
// day in lieu, and New Year. Nobody in it exists.
var kapuas = office.Office{
	ID: "kapuas", Zone: "Asia/Jakarta",
	Units:   []office.Unit{{ID: "pidum", Short: "Pidum"}, {ID: "papbb", Short: "PAPBB"}, {ID: "arsip", Hidden: true}},
	Persons: []office.Person{{ID: "melati", Unit: "pidum"}, {ID: "kenanga", Unit: "papbb"}, {ID: "dahlia", Unit: "pidum", Gone: true}},
	Holidays: []office.Holiday{
		{Date: "2026-12-24", Name: "Cuti bersama Natal"}, {Date: "2026-12-25", Name: "Natal"}, {Date: "2027-01-01", Name: "Tahun baru"},
	},
	Hours: office.Hours{Days: [7]office.DayHours{1: {Open: 450, Close: 960}, 2: {Open: 450, Close: 960}, 3: {Open: 450, Close: 960}, 4: {Open: 450, Close: 960}, 5: {Open: 450, Close: 990}}},
}

// on is ten in the morning in Kapuas on a day.
func on(date string) time.Time {
	t, err := time.ParseInLocation(time.DateTime, date+" 10:00:00", kapuas.In())
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

const monday = "2026-11-23"

// stamp is an act of its own by somebody who saw whatever there was.
func stamp(role account.Role, at time.Time) account.Stamp {
	by := map[account.Role]string{account.Complaint: "pengaduan", account.Guest: account.ByGuest, account.System: account.BySystem}[role]
	if by == "" {
		by = string(role)
	}
	return account.Stamp{At: at, Office: "kapuas", By: by, Roles: account.Roles{role}, Device: "meja-1", Act: fmt.Sprintf("%s-%d", by, at.UnixMilli()), Seen: account.SeenAny}
}

func officer(date string) account.Stamp { return stamp(account.Complaint, on(date)) }
func writer(date string) account.Stamp  { return stamp(account.Guest, on(date)) }

// story is a form with nothing wrong.
func story(n complaint.Naming) complaint.File {
	return complaint.File{Naming: n, Text: "Saya menunggu lebih dari satu jam tanpa kabar.", Unit: "papbb", Name: "Rukmini Contohwati", Phone: "0812 0000 0007", ID: "c1", Code: "7XKM93TRHWQ4", PIN: "hash"}
}

// do makes a move that must not be refused.
func do(t testing.TB, c complaint.Complaint, m complaint.Move, s account.Stamp) complaint.Complaint {
	t.Helper()
	next, err := complaint.Do(c, m, s, kapuas)
	if err != nil {
		t.Fatalf("%s: %v", complaint.Name(m), err)
	}
	return next
}

// in is a confidential complaint in the state, each step a working day after the other
// from Monday on; with no state, one that does not exist yet.
func in(t testing.TB, s complaint.State) complaint.Complaint {
	t.Helper()
	var c complaint.Complaint
	if s == "" {
		return c
	}
	c = do(t, c, story(complaint.Confidential), writer(monday))
	steps := []struct {
		to complaint.State
		m  complaint.Move
	}{
		{complaint.Verified, complaint.Verify{Title: "Antre lama", Unit: "papbb", Class: complaint.Ordinary}},
		{complaint.Assigned, complaint.Assign{Unit: "pidum"}},
		{complaint.Progress, complaint.Proceed{}},
		{complaint.Answered, complaint.Answer{Text: "Sudah kami perbaiki."}},
	}
	days := []string{"2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"}
	for i, x := range steps {
		if c.Facts.State == s {
			return c
		}
		if i == 1 {
			switch s {
			case complaint.NeedsData:
				return do(t, c, complaint.Ask{Text: "Pukul berapa?"}, officer(days[1]))
			case complaint.Elsewhere:
				return do(t, c, complaint.Forward{Where: "Ombudsman"}, officer(days[1]))
			case complaint.Withdrawn:
				return do(t, c, complaint.Withdraw{}, writer(days[1]))
			}
		}
		c = do(t, c, x.m, officer(days[i]))
	}
	if s == complaint.Closed {
		c = do(t, c, complaint.Close{}, writer("2026-11-27"))
	}
	if c.Facts.State != s {
		t.Fatalf("the complaint is %s, not %s", c.Facts.State, s)
	}
	return c
}

// sample is each move with two contents, both good where the move may be made, and the
// day on which it can be.
func sample(move string) (one, other complaint.Move, day string) {
	day = "2026-11-30"
	switch move {
	case "file":
		f := story(complaint.Named)
		f.Name, f.ID = "Seruni Umpama", "c2"
		return story(complaint.Confidential), f, day
	case "verify":
		return complaint.Verify{Title: "Antre", Unit: "papbb"}, complaint.Verify{Unit: "pidum", Class: complaint.Supervisory, Note: "Dicek"}, day
	case "assign":
		return complaint.Assign{Unit: "pidum"}, complaint.Assign{Person: "kenanga", Note: "Segera", Public: true}, day
	case "progress":
		return complaint.Proceed{}, complaint.Proceed{Note: "Rapat besok"}, day
	case "ask":
		return complaint.Ask{Text: "Kapan?"}, complaint.Ask{Text: "Di loket mana?"}, day
	case "reply":
		return complaint.Reply{Text: "Pagi hari."}, complaint.Reply{Text: "Loket dua."}, day
	case "answer":
		return complaint.Answer{Text: "Sudah diperbaiki."}, complaint.Answer{Text: "Mohon maaf."}, day
	case "elsewhere":
		return complaint.Forward{Where: "Ombudsman"}, complaint.Forward{Where: "LAPOR!", Note: "Bukan kami"}, day
	case "withdraw":
		return complaint.Withdraw{}, complaint.Withdraw{Reason: "Sudah beres"}, day
	case "close":
		return complaint.Close{}, complaint.Close{}, "2026-12-30"
	case "reopen":
		return complaint.Reopen{Text: "Belum."}, complaint.Reopen{Text: "Masih antre."}, day
	case "rate":
		return complaint.Rate{Stars: 4}, complaint.Rate{Stars: 1, Note: "Lama"}, day
	case "note":
		return complaint.Note{Text: "Catatan."}, complaint.Note{Text: "Kabar.", Public: true}, day
	case "attach":
		return complaint.Attach{ID: "f1", Name: "a.jpg", Kind: complaint.JPEG, Size: 3}, complaint.Attach{ID: "f2", Name: "b.pdf", Kind: complaint.PDF, Size: 4}, day
	case "reveal":
		return complaint.Reveal{Reason: "Perlu dihubungi"}, complaint.Reveal{Reason: "Diminta pelapor"}, day
	}
	panic("no sample of the move " + move)
}

// roomy gives every list room to grow in place, which is what makes two complaints made
// from one write into each other if a list is not copied.
func roomy(c complaint.Complaint) complaint.Complaint {
	f := &c.Facts
	c.Log, f.Thread = slices.Grow(c.Log, 8), slices.Grow(f.Thread, 8)
	f.Files, f.Stops = slices.Grow(f.Files, 8), slices.Grow(f.Stops, 8)
	return c
}

// frozen is what a complaint says, as text.
func frozen(c complaint.Complaint) string {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return string(raw)
}
