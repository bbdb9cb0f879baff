package office_test

import (
	"strings"
	"testing"

	"bukutamu/internal/lang"
	"bukutamu/internal/office"
)

func TestTheStandardAndTheZonesHaveTheirWords(t *testing.T) {
	s := office.ServiceStandard()
	want := map[string]bool{s.Time: true, s.Fee: true, s.Product: true}
	for _, step := range s.Steps {
		want[step.Name], want[step.Text] = true, true
	}
	for _, key := range s.Requirements {
		want[key] = true
	}
	for _, zone := range office.Zones() {
		want[office.ZoneKey(zone)] = true
	}
	for key := range want {
		if !lang.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
	for _, key := range lang.Keys() {
		if strings.HasPrefix(key, "standard.step") && !want[key] {
			t.Errorf("nobody says %s", key)
		}
	}
	if got := lang.ID.T(s.Time, "minutes", 10); got != "10 menit, atau sesuai kebutuhan" {
		t.Error(got)
	}
}
