package secret

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestPassword(t *testing.T) {
	const password = "tujuh gajah putih di dermaga"
	stored, err := HashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("stored as %s", stored)
	}
	if again, _ := HashPassword(t.Context(), password); again == stored {
		t.Error("two hashes share a salt")
	}
	for try, want := range map[string]bool{password: true, "": false, password + " ": false, strings.ToUpper(password): false} {
		if ok, err := CheckPassword(t.Context(), stored, try); err != nil || ok != want {
			t.Errorf("%q: %v %v", try, ok, err)
		}
	}
	// The reference implementation's own vector (phc-winner-argon2, test.c).
	vector := "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
	if ok, err := CheckPassword(t.Context(), vector, "password"); err != nil || !ok {
		t.Errorf("vector: %v %v", ok, err)
	}
	if err := DummyPassword(t.Context(), password); err != nil {
		t.Error(err)
	}
}

func TestUnusableHashes(t *testing.T) {
	for _, stored := range []string{
		"", "plain", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=18$m=19456,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=9999999,t=2,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=0$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$AA", "$argon2id$v=19$m=19456,t=2,p=1$!!$AAAAAAAAAAAAAAAAAAAAAA",
	} {
		if ok, err := CheckPassword(t.Context(), stored, "x"); ok || !errors.Is(err, ErrPasswordHash) {
			t.Errorf("%q: %v %v", stored, ok, err)
		}
	}
}

// Two work, sixteen wait, the next is told; a waiting one may give up.
func TestPasswordsAreBounded(t *testing.T) {
	for range passAtOnce {
		passWork <- struct{}{}
		passQueue <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error, passWaiting)
	for range passWaiting {
		go func() { _, err := HashPassword(ctx, "x"); gaveUp <- err }()
	}
	for len(passQueue) < cap(passQueue) {
		select {
		case err := <-gaveUp:
			t.Fatalf("did not wait: %v", err)
		default:
		}
	}
	if _, err := HashPassword(t.Context(), "x"); !errors.Is(err, ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	if err := DummyPassword(t.Context(), "x"); !errors.Is(err, ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	for range passWaiting {
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Errorf("gave up with %v", err)
		}
	}
	for range passAtOnce {
		<-passWork
		<-passQueue
	}
	if _, err := HashPassword(t.Context(), "x"); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestWeakPassword(t *testing.T) {
	context := []string{"atasan", "Siti Rahayu", "Kejaksaan Negeri Kapuas"}
	for _, weak := range []string{
		"", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababab", "password1234", "P@ssw0rd1234!", "passwordpassword",
		"rahasia12345", "kejaksaan2026", "Kapuas-Kapuas-1", "sitirahayu1990", "Rahayu!Siti!2026", "123456789012", "6203014507900001",
		"081234567890", "qwertyuiop123", "1q2w3e4r5t6y", "abcdefghijkl", "bukutamu2026!", "indonesiaMerdeka45", "admin.admin.admin",
		"kejaksaannegerikapuas", "atasanatasan1", "sayangkamu123", "2026-2026-2026",
	} {
		if !WeakPassword(weak, context...) {
			t.Errorf("%q passes", weak)
		}
	}
	for _, good := range []string{
		"tujuh gajah putih di dermaga", "correcthorsebatterystaple", "v8#kQz!m2Lp0x", "hujan rintik-rintik di sore itu", "Xk3vTq9wLm2Z",
		"kapuas mengalir sampai jauh", "пароль для гостя", "7$k9#2!x8@41", strings.Repeat("ayunan bambu ", 10),
	} {
		if WeakPassword(good, context...) {
			t.Errorf("%q is refused", good)
		}
	}
}

func FuzzPasswordHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$AAAA")
	f.Add("$$$$$")
	f.Fuzz(func(t *testing.T, stored string) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // what parses is not computed
		if ok, err := CheckPassword(ctx, stored, "x"); ok || err == nil {
			t.Errorf("%q: %v %v", stored, ok, err)
		}
	})
}

func BenchmarkHashPassword(b *testing.B) {
	for b.Loop() {
		if _, err := HashPassword(b.Context(), "tujuh gajah putih"); err != nil {
			b.Fatal(err)
		}
	}
}
