package visit_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// The tests stand in this office, on a Monday in November. Nobody in it exists.
var kapuas = office.Office{
	ID: "kapuas", Name: "Kejaksaan Negeri Kapuas", Zone: "Asia/Jakarta",
	Units: []office.Unit{
		{ID: "pidum", Name: "Seksi Tindak Pidana Umum", Short: "Pidum"},
		{ID: "datun", Name: "Seksi Perdata dan Tata Usaha Negara", Short: "Datun"},
		{ID: "arsip", Name: "Ruang Arsip Lama", Hidden: true},
	},
	Persons: []office.Person{
		{ID: "melati", Name: "Melati Contoh, S.H.", Unit: "pidum", Host: true, Escort: true},
		{ID: "kenanga", Name: "Kenanga Umpama, S.H., M.H.", Unit: "datun", Host: true},
		{ID: "satria", Name: "Satria Teladan", Unit: "pidum", Escort: true},
		{ID: "dahlia", Name: "Dahlia Misal", Unit: "pidum", Host: true, Escort: true, Gone: true},
	},
	Purposes: []office.Purpose{
		{ID: "rapat", Name: "Undangan atau rapat"},
		{ID: "panggilan", Name: "Memenuhi panggilan", Letter: true},
		{ID: "lapor", Name: "Memberi keterangan", Confidential: true},
		{ID: "lelang", Name: "Lelang lama", Hidden: true},
	},
	Badges:  office.Badges{Prefix: "T-", Count: 6, Retired: []int{6}},
	Rules:   office.Rules{TargetMinutes: 10, AmberMinutes: 7, UndoMinutes: 5, AheadDays: 14},
	House:   office.Text{Version: 3},
	Privacy: office.Text{Version: 2},
}

// nine is 09:00 in Kapuas, 2026-11-23; today is its day.
var nine = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

const today = "2026-11-23"

func after(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }

// stamp is an act of a person with one role. It saw whatever there was, and its
// act is told apart by role and time.
func stamp(role account.Role, at time.Time) account.Stamp {
	by := map[account.Role]string{
		account.Officer: "piket", account.Supervisor: "atasan", account.Host: "kasi.pidum",
		account.Guest: account.ByGuest, account.System: account.BySystem,
	}[role]
	if by == "" {
		by = string(role)
	}
	s := account.Stamp{At: at, Office: "kapuas", By: by, Roles: account.Roles{role}, Act: fmt.Sprintf("%s-%d", by, at.UnixMilli()), Seen: account.SeenAny}
	if role == account.Host {
		s.Person = "melati"
	}
	return s
}

func officer(minutes int) account.Stamp { return stamp(account.Officer, after(minutes)) }

// registration is a form that has nothing wrong with it.
func registration() visit.Register {
	return visit.Register{
		Purpose: "rapat", Host: "melati", Name: "Anggrek Contoh", Salute: visit.Ibu, Phone: "0812 0000 0001",
		Companions: []string{"Bakung Contoh", "Cempaka Contoh"}, Needs: []visit.Need{"wheelchair"},
		Weapon: "no", Read: true, Source: visit.AtKiosk, Lang: "id", ID: "v1", Code: "K7P4M2", Ticket: "ticket-1",
	}
}

// verification is one too.
func verification() visit.Verify {
	return visit.Verify{
		Document: identity.KTP, Number: "6203015508850001", Name: "ANGGREK CONTOH", Sex: identity.Female, Origin: "advokat", From: "Kantor Contoh",
		Photo: true, Screening: visit.Nothing, Badge: 3, Items: []visit.TakenItem{{What: "Ponsel", Locker: "L-2"}},
		Unit: "pidum", Host: "melati", Ask: true, Token: "badge-1",
	}
}

// do makes a move that must not be refused.
func do(t testing.TB, v visit.Visit, m visit.Move, s account.Stamp) visit.Visit {
	t.Helper()
	next, err := visit.Do(v, m, s, kapuas)
	if err != nil {
		t.Fatalf("%s: %v", visit.Name(m), err)
	}
	return next
}

// The visit of Anggrek, as far as the name says: registered at 9, arrived at
// 9:01, verified at 9:03, escorted at 9:05, left at 9:30.
func registered(t testing.TB) visit.Visit {
	return do(t, visit.Visit{}, registration(), stamp(account.Guest, after(0)))
}
func arrived(t testing.TB) visit.Visit { return do(t, registered(t), visit.Arrive{}, officer(1)) }
func waiting(t testing.TB) visit.Visit { return do(t, arrived(t), verification(), officer(3)) }
func meeting(t testing.TB) visit.Visit {
	return do(t, waiting(t), visit.Escort{By: "satria", Room: "R. 2"}, officer(5))
}
func left(t testing.TB) visit.Visit {
	return do(t, meeting(t), visit.Leave{Back: []string{"badge", "card", "1"}}, officer(30))
}

// owing is a visit that was left by explicit outcomes: the badge lost, the card
// and the phone still at the office.
func owing(t testing.TB) visit.Visit {
	v := do(t, meeting(t), visit.Lose{Reason: "Tertinggal di bus", Supervisor: "atasan"}, officer(28))
	return do(t, v, visit.Leave{Behind: []string{"card", "1"}, Reason: "Terburu-buru"}, officer(30))
}

// in is a visit in the state; with no state, one that does not exist yet.
func in(t testing.TB, s visit.State) visit.Visit {
	t.Helper()
	var v visit.Visit
	switch s {
	case "":
		return v
	case visit.Registered:
		v = registered(t)
	case visit.Arrived:
		v = arrived(t)
	case visit.Waiting:
		v = waiting(t)
	case visit.Meeting:
		v = meeting(t)
	case visit.Left:
		v = left(t)
	case visit.Refused:
		v = do(t, arrived(t), visit.Refuse{Reason: "Membawa pisau"}, officer(2))
	case visit.Cancelled:
		v = do(t, registered(t), visit.Cancel{}, officer(2))
	case visit.Expired:
		v = do(t, registered(t), visit.Expire{}, stamp(account.System, nine.AddDate(0, 0, 1)))
	}
	if v.Facts.State != s {
		t.Fatalf("the visit is %s, not %s", v.Facts.State, s)
	}
	return v
}

// ready is a visit in the state in which the move has something to do.
func ready(t testing.TB, move string, s visit.State) visit.Visit {
	t.Helper()
	switch {
	case s == visit.Left && (move == "return" || move == "retire"):
		return owing(t)
	case s == visit.Left && move == "undo":
		return do(t, arrived(t), visit.Withdraw{}, officer(4))
	case s == visit.Refused && move == "undo":
		return do(t, arrived(t), visit.Refuse{Reason: "Membawa pisau"}, officer(4))
	case move == "in" && (s == visit.Waiting || s == visit.Meeting):
		return do(t, in(t, s), visit.Out{Back: []string{"card", "1"}}, officer(6))
	case s == visit.Waiting && move == "undo":
		return do(t, waiting(t), visit.Ask{}, officer(4))
	}
	return in(t, s)
}

// sample is each move with two contents, both good for a ready visit, and two
// minutes at which the move can be made.
func sample(move string) (one, other visit.Move, minute int) {
	minute = 8
	switch move {
	case "register":
		r := registration()
		r.ID, r.Name, r.Companions = "v2", "Dahlia Umpama", []string{"Edelweis Umpama"}
		return registration(), r, minute
	case "arrive":
		return visit.Arrive{}, visit.Arrive{Today: true, Reason: "Datang lebih awal"}, minute
	case "here":
		return visit.Here{Who: []string{"1"}, Inside: true}, visit.Here{All: true, Inside: true}, minute
	case "verify":
		m := verification()
		m.Badge, m.Items, m.Host, m.Unit = 4, []visit.TakenItem{{What: "Tas"}, {What: "Laptop"}}, "kenanga", "datun"
		return verification(), m, minute
	case "custody":
		return visit.Custody{What: "Ponsel kedua", Locker: "L-3"}, visit.Custody{What: "Laptop"}, minute
	case "exchange":
		return visit.Exchange{Was: 3, Badge: 5, Token: "badge-5"}, visit.Exchange{Was: 3, Badge: 2, Old: visit.BadgeDamaged, Reason: "Robek", Token: "badge-6"}, minute
	case "correct":
		name, letter := visit.Corrected{Key: visit.KeyName, To: "Anggrek Contohsari"}, visit.Corrected{Key: visit.KeyNote, To: "Berkas perkara"}
		return visit.Correct{Fields: []visit.Corrected{name}, Reason: "Salah ketik"}, visit.Correct{Fields: []visit.Corrected{letter, {Key: visit.KeyNeeds, To: "wheelchair"}}, Reason: "Belum ditulis"}, 26 * 60
	case "print":
		return visit.Print{Token: "badge-2"}, visit.Print{Reason: "Kertas macet", Token: "badge-3"}, minute
	case "receipt":
		return visit.PrintReceipt{}, visit.PrintReceipt{}, minute
	case "ticket":
		return visit.PrintTicket{}, visit.PrintTicket{}, minute
	case "ask":
		return visit.Ask{}, visit.Ask{Channel: visit.InPerson}, minute
	case "answer":
		return visit.Answer{Reply: visit.Accepted}, visit.Answer{Reply: visit.Declines, Reason: "Sedang sidang"}, minute
	case "escort":
		return visit.Escort{By: "satria"}, visit.Escort{By: "melati", Room: "R. 3"}, minute
	case "late":
		one, two := onPaper(), onPaper()
		two.ID, two.Sheet, two.Ending, two.Met, two.Companions = "v10", "K-0012, tamu 3", visit.Declined, time.Time{}, []string{"Bakung Contoh"}
		return one, two, minute
	case "reschedule":
		return visit.Reschedule{Day: "2026-11-24"}, visit.Reschedule{Day: "2026-11-25", Reason: "Hakim berhalangan"}, minute
	case "transfer":
		return visit.Transfer{Host: "kenanga"}, visit.Transfer{Unit: "datun", Reason: "Berkas di Datun"}, minute
	case "out":
		return visit.Out{}, visit.Out{Back: []string{"card", "1"}}, minute
	case "in":
		return visit.In{Taken: []string{"card", "1"}}, visit.In{}, minute
	case "lose":
		return visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, visit.Lose{Reason: "Terbakar", Supervisor: "atasan.2"}, minute
	case "leave":
		return visit.Leave{Back: []string{"badge", "card", "1"}}, visit.Leave{Back: []string{"1", "badge"}, Behind: []string{"card"}, Reason: "Lupa"}, minute
	case "close":
		return visit.Close{Reason: "Pergi tanpa melapor"}, visit.Close{Reason: "Kantor tutup"}, 8 * 60
	case "return":
		return visit.Return{Back: []string{"badge"}}, visit.Return{Back: []string{"card", "1"}}, minute + 60
	case "retire":
		return visit.Retire{Reason: "Dibuat baru"}, visit.Retire{Reason: "Tidak ditemukan"}, minute + 60
	case "entered":
		return visit.Entered{Record: "0042"}, visit.Entered{Record: "0043"}, minute
	case "withdraw":
		return visit.Withdraw{}, visit.Withdraw{Reason: "Dipanggil pulang"}, minute
	case "refuse":
		return visit.Refuse{Reason: "Membawa pisau"}, visit.Refuse{Reason: "Mabuk"}, minute
	case "cancel":
		return visit.Cancel{}, visit.Cancel{Reason: "Sakit"}, minute
	case "expire":
		return visit.Expire{}, visit.Expire{}, 25 * 60
	case "undo":
		return visit.Undo{}, visit.Undo{}, 5
	}
	panic("no sample of the move " + move)
}

// roomy gives every list of the visit room to grow in place, which is what makes
// two values made from one visit write into each other if a list is not copied.
func roomy(v visit.Visit) visit.Visit {
	f := &v.Facts
	v.Log = slices.Grow(v.Log, 8)
	f.Companions, f.Needs, f.Items = slices.Grow(f.Companions, 8), slices.Grow(f.Needs, 8), slices.Grow(f.Items, 8)
	f.Asks, f.Answers = slices.Grow(f.Asks, 8), slices.Grow(f.Answers, 8)
	if v.Before != nil {
		b := roomy(visit.Visit{Facts: *v.Before}).Facts
		v.Before = &b
	}
	return v
}

// fataler is a test, also one that rapid runs.
type fataler interface {
	Helper()
	Fatal(...any)
}

// frozen is a copy that shares nothing with v.
func frozen(t fataler, v visit.Visit) visit.Visit {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out visit.Visit
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// refused checks that err is exactly this one refusal, at this field.
func refused(t testing.TB, what string, err error, want *refusal.Refusal, field string) {
	t.Helper()
	got := refusal.Of(err)
	if len(got) != 1 || got[0].Key != want.Key || got[0].Field != field {
		t.Errorf("%s: %v, want %s at %q", what, err, want.Key, field)
	}
}
