package book_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
)

// What is answered for a wrong password, for a login that nobody has and for a
// disabled account cannot be told apart, however often it is tried.
func TestStrangersAreAnsweredLikeTheForgetful(t *testing.T) {
	l := enter(t)
	l.account("piket", account.Officer)
	l.account("lama", account.Officer)
	l.account("admin", account.Admin)
	good(t, l.ChangeAccount(l.ctx, l.admin(), "lama", func(a account.Account) account.Account { a.Disabled = true; return a }))
	answers := func(login, word string) (out []string) {
		for range 6 {
			_, err := l.CheckPassword(l.ctx, login, word)
			no := refusal.Of(err)
			if len(no) != 1 {
				t.Fatalf("%s: %v", login, err)
			}
			out = append(out, no[0].Key)
			if s, ok := no[0].Args["seconds"]; ok {
				out = append(out, strings.Repeat("i", s.(int)))
			}
		}
		return out
	}
	want := answers("piket", "salah-sekali-99-kata")
	for login, word := range map[string]string{"hantu": password, "lama": password, " HANTU2": password} {
		if got := answers(login, word); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, want %v", login, got, want)
		}
	}
	if got := strings.Join(want, " "); got != "account.no-match account.no-match account.no-match account.no-match account.wait ii account.wait ii" {
		t.Errorf("answered %v", got)
	}
}

func TestAnUnknownLoginCostsTheSameWork(t *testing.T) {
	l := enter(t)
	l.account("piket", account.Officer)
	// The work of argon2id is its memory, which can be counted on any machine.
	cost := func(login string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := l.CheckPassword(l.ctx, login, "salah-sekali-99-kata"); !errors.Is(err, account.ErrMatch) {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if known, unknown := cost("piket"), cost("hantu"); known < 19<<20 || unknown < 19<<20 {
		t.Errorf("a known login takes %d bytes, an unknown one %d", known, unknown)
	}
}

func TestTheWaitGrowsAndEnds(t *testing.T) {
	l := enter(t)
	l.account("admin", account.Admin)
	var waits []int
	for range 14 {
		_, err := l.CheckPassword(l.ctx, "admin", "salah-sekali-99-kata")
		if no := refusal.Of(err); len(no) == 1 && no[0].Key == account.ErrWait.Key {
			waits = append(waits, no[0].Args["seconds"].(int))
			if _, err := l.CheckPassword(l.ctx, "admin", password); !errors.Is(err, account.ErrWait) {
				t.Errorf("the right password was taken during the wait: %v", err)
			}
			l.clock.pass(time.Duration(waits[len(waits)-1]) * time.Second)
		} else if !errors.Is(err, account.ErrMatch) {
			t.Fatal(err)
		}
	}
	for i, want := range []int{2, 4, 8, 16, 32} {
		if len(waits) <= i || waits[i] != want {
			t.Fatalf("waits %v", waits)
		}
	}
	// Never a lock: five minutes are the most, and the last administrator is in again.
	l.clock.pass(5 * time.Minute)
	_, err := l.CheckPassword(l.ctx, "admin", password)
	good(t, err)
	_, err = l.CheckPassword(l.ctx, "Admin ", password)
	good(t, err)
	if a, _ := l.Account(l.ctx, "admin"); a.Failed != 0 {
		t.Errorf("%d failures are left", a.Failed)
	}
}

func TestAPasswordToHandOver(t *testing.T) {
	one, two := book.NewPassword(), book.NewPassword()
	if one == two || len(one) != 23 || secret.WeakPassword(one, "piket", "Ratna Umpama", "kapuas") {
		t.Errorf("%s, %s", one, two)
	}
}
