package book_test

import (
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// counted is what the outgoing officer finds when everything is in its place.
func (l *lobby) counted() (out []book.Counted) {
	l.t.Helper()
	charge, err := l.Charge(l.ctx, l.office)
	good(l.t, err)
	for _, v := range charge {
		for _, t := range v.Facts.Things() {
			if t.Key != visit.BadgeKey && t.Back.IsZero() {
				out = append(out, book.Counted{Visit: v.ID, Key: t.Key, What: t.What, Here: true})
			}
		}
	}
	return out
}

const word = "lumba lumba makan sore"

// second is an officer who can take a shift over.
func (l *lobby) second(login string, roles ...account.Role) {
	l.t.Helper()
	good(l.t, l.AddAccount(l.ctx, l.admin(), account.Account{Login: login, Name: "Kirana Rekayasa", Roles: roles}, word, false))
}

func TestTheShiftGoesToWhoeverSigns(t *testing.T) {
	l := enter(t)
	l.second("kirana", account.Officer)
	l.second("cakra", account.Auditor)
	v := l.meeting(3)
	l.waiting(4)
	l.do(v.ID, visit.Close{Reason: "Pergi"})
	s := l.officer()
	s.Act = "ABCDEFGHJKMNPQRSTVWXYZ0123"
	hand := func(counted []book.Counted, login, password string) (book.Handover, error) {
		return l.HandOver(l.ctx, s, book.Handover{Counted: counted}, login, password, "")
	}
	all := l.counted()
	missing := append([]book.Counted(nil), all...)
	missing[0].Here = false
	_, err := hand(missing, "kirana", word)
	refused(t, "not there and not explained", err, book.ErrExplain)
	_, err = hand(all[1:], "kirana", word)
	refused(t, "a thing is left out", err, book.ErrRecount)
	_, err = hand(append(all, book.Counted{Visit: v.ID, Key: "9", Here: true}), "kirana", word)
	refused(t, "a thing that is not held", err, book.ErrRecount)
	_, err = hand(all, "kirana", "bukan itu kata sandinya")
	refused(t, "not the own password", err, account.ErrMatch)
	_, err = hand(all, "cakra", word)
	refused(t, "an auditor", err, book.ErrNoDesk)
	_, err = l.HandOver(l.ctx, l.stamp("kirana", account.Officer), book.Handover{Counted: all}, "kirana", word, "")
	refused(t, "to oneself", err, book.ErrToSelf)
	_, err = l.HandOver(l.ctx, l.stamp("gading", account.Host), book.Handover{Counted: all}, "kirana", word, "")
	refused(t, "a host", err, account.ErrForbidden)

	missing[0].Why = "Dipinjam Pidum"
	h, err := hand(missing, "kirana", word)
	good(t, err)
	if h.From != "piket" || h.To != "kirana" || len(h.Badges) != 2 || h.Inside != 1 || h.Counted[0].Why != "Dipinjam Pidum" || h.Counted[0].Here {
		t.Errorf("%+v", h)
	}
	again, err := hand(all, "kirana", word)
	good(t, err)
	if again.ID != h.ID || again.Counted[0].Here {
		t.Error("the same form made another handover")
	}
	note := l.officer()
	note.Act = "note-1"
	for range 2 {
		good(t, l.NoteHandover(l.ctx, note, h.ID, "Sudah kembali"))
	}
	h, err = l.Handover(l.ctx, l.office.ID, h.ID)
	good(t, err)
	if len(h.Log) != 2 || h.Log[1].Note != "Sudah kembali" || h.Counted[0].Here {
		t.Errorf("%+v", h.Log)
	}
	rows, _, err := l.Handovers(l.ctx, l.office.ID, nine.Add(-time.Hour), nine.Add(time.Hour), "")
	good(t, err)
	if len(rows) != 1 || rows[0].Brief.Missing != 1 || rows[0].Brief.Held != len(all) {
		t.Errorf("%+v", rows)
	}
	l.clean()
	for name, attack := range map[string]func(_ *store.Doc, v map[string]any){
		"the count":   func(_ *store.Doc, v map[string]any) { v["counted"].([]any)[0].(map[string]any)["here"] = true },
		"who":         func(_ *store.Doc, v map[string]any) { entry(v, 1)["by"] = "atasan" },
		"cut in two":  func(_ *store.Doc, v map[string]any) { v["log"] = log(v)[1:] },
		"all of it":   func(_ *store.Doc, v map[string]any) { v["log"] = []any{} },
		"turned over": func(_ *store.Doc, v map[string]any) { x := log(v); x[0], x[1] = x[1], x[0] },
	} {
		before := l.raw(book.KindHandover, h.ID)
		l.tamper(book.KindHandover, h.ID, attack)
		if _, err := l.Check(l.ctx); err == nil {
			t.Errorf("%s: nobody sees it", name)
		}
		before.Version = l.raw(book.KindHandover, h.ID).Version
		_, err := l.store.Put(l.ctx, before)
		good(t, err)
	}
}
