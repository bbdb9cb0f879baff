package identity_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
)

func TestCheckANumber(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   identity.Kind
		number string
		clean  string
		doubts []string
	}{
		{"KTP", identity.KTP, " 6203 0141 0788 0001 ", "6203014107880001", nil},
		{"IKD", identity.IKD, "6203-0141-0788-0001", "6203014107880001", nil},
		{"civil servant", identity.Staff, "19880701 201403 2 001", "198807012014032001", nil},
		{"region unknown", identity.KTP, "9901014107880001", "9901014107880001", []string{identity.WarnRegion}},
		{"old licence", identity.SIM, "0000 0000 0001", "0000 0000 0001", nil},
		{"licence too short", identity.SIM, "0001", "0001", []string{identity.WarnUnusualNumber}},
		{"passport in small letters", identity.Passport, "x0000001", "X0000001", nil},
		{"passport without a digit", identity.Passport, "XXXXXXX", "XXXXXXX", []string{identity.WarnUnusualNumber}},
		{"stay permit", identity.KITAS, "2C11JE0001-X", "2C11JE0001-X", nil},
		{"police", identity.Police, "00000001", "00000001", nil},
		{"police, odd", identity.Police, "0001", "0001", []string{identity.WarnUnusualNumber}},
		{"military", identity.Military, "000001/P", "000001/P", nil},
		{"advocate", identity.Advocate, "00.00001", "00.00001", nil},
		{"other without a number", identity.Other, "", "", nil},
		{"other with one", identity.Other, "kta  7", "KTA 7", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean, doubts, err := identity.Check(c.kind, c.number, false, "", now)
			if err != nil || clean != c.clean || fmt.Sprint(keys(doubts)) != fmt.Sprint(c.doubts) {
				t.Errorf("%q %v %v, want %q %v", clean, keys(doubts), err, c.clean, c.doubts)
			}
		})
	}
}

func TestWhatCheckRefuses(t *testing.T) {
	for _, c := range []struct {
		name      string
		kind      identity.Kind
		number    string
		asWritten bool
		reason    string
		want      *refusal.Refusal
		field     string
	}{
		{"unknown kind", "kartu-member", "1", false, "", identity.ErrKind, "document"},
		{"no number", identity.SIM, " ", false, "", identity.ErrNoNumber, "number"},
		{"dashes are no number", identity.SIM, "---", false, "", identity.ErrNoNumber, "number"},
		{"short NIK", identity.KTP, "6203", false, "", identity.ErrNIKShort, "number"},
		{"short NIP", identity.Staff, "1988", false, "", identity.ErrNIPShort, "number"},
		{"as written without a reason", identity.KTP, "6203", true, "  ", identity.ErrNoReason, "reason"},
		{"as written with an essay", identity.KTP, "6203", true, strings.Repeat("x", 301), identity.ErrReasonLong, "reason"},
		{"too long even as written", identity.KTP, strings.Repeat("1", 41), true, "kartu lama", identity.ErrNumberLong, "number"},
		{"markup even as written", identity.KTP, "<b>1</b>", true, "kartu lama", identity.ErrNumberSign, "number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := identity.Check(c.kind, c.number, c.asWritten, c.reason, now)
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if l := refusal.Of(err); len(l) != 1 || l[0].Field != c.field {
				t.Errorf("%v, want the field %s", l, c.field)
			}
		})
	}
}

func TestAsWrittenOnTheCard(t *testing.T) {
	old := identity.Document{Kind: identity.KTP, Number: "6203 0141 0788 0000", AsWritten: true, Reason: " kartu lama "}
	got, doubts, err := old.Checked(now)
	want := identity.Document{Kind: identity.KTP, Number: "6203 0141 0788 0000", AsWritten: true, Reason: "kartu lama"}
	if err != nil || got != want || fmt.Sprint(keys(doubts)) != "["+identity.WarnAsWritten+"]" {
		t.Errorf("%+v %v %v", got, keys(doubts), err)
	}

	// A number that the rules accept needs no excuse, so none is kept.
	got, doubts, err = identity.Document{Kind: identity.KTP, Number: "6203014107880001", AsWritten: true, Reason: "kartu lama"}.Checked(now)
	if err != nil || got.AsWritten || got.Reason != "" || doubts != nil {
		t.Errorf("%+v %v %v", got, keys(doubts), err)
	}
}

func TestKinds(t *testing.T) {
	for _, k := range identity.Kinds() {
		if !k.Valid() || k.Digital() != (k == identity.IKD) {
			t.Errorf("%s: valid %v, digital %v", k, k.Valid(), k.Digital())
		}
	}
	if identity.Kind("").Valid() {
		t.Error("the empty kind is valid")
	}
}

func TestOneNumberIsFoundHoweverItIsTyped(t *testing.T) {
	for _, s := range []string{"6203 0141 0788 0001", "6203.0141-0788/0001", "6203014107880001"} {
		if got := identity.LookUp(s); got != "6203014107880001" {
			t.Errorf("%q: %q", s, got)
		}
	}
	if got := identity.LookUp("2c11-je"); got != "2C11JE" {
		t.Error(got)
	}
}
