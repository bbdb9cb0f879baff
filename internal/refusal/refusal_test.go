package refusal_test

import (
	"errors"
	"fmt"
	"testing"

	"bukutamu/internal/refusal"
)

var (
	tooLong = refusal.New(refusal.Invalid, "test.too-long")
	faster  = refusal.New(refusal.Conflict, "test.faster")
)

func TestARefusalKeepsItsKeyThroughCopiesAndWrapping(t *testing.T) {
	err := fmt.Errorf("verify: %w", tooLong.At("name").With("max", 80))
	if !errors.Is(err, tooLong) || errors.Is(err, faster) {
		t.Fatalf("errors.Is: %v", err)
	}
	got := refusal.Of(err)
	if len(got) != 1 || got[0].Field != "name" || got[0].Args["max"] != 80 {
		t.Fatalf("Of: %+v", got)
	}
	if tooLong.Field != "" || tooLong.Args != nil {
		t.Fatal("the registered refusal was changed")
	}
}

func TestTheGravestRefusalDecidesTheStatus(t *testing.T) {
	for _, c := range []struct {
		list refusal.List
		want int
	}{
		{refusal.List{tooLong.At("a"), tooLong.At("b")}, 422},
		{refusal.List{tooLong.At("a"), faster}, 409},
	} {
		if got := c.list.Status(); got != c.want {
			t.Errorf("%v: %d, want %d", c.list, got, c.want)
		}
	}
	if refusal.List(nil).Err() != nil {
		t.Error("an empty list is an error")
	}
	if refusal.Of(errors.New("disk full")) != nil {
		t.Error("a fault counts as a refusal")
	}
}
