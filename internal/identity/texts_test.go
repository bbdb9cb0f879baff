package identity_test

import (
	"strings"
	"testing"

	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
)

func TestEveryWarningAndDocumentHasItsWords(t *testing.T) {
	want := map[string]bool{}
	for _, key := range identity.Warnings() {
		want[key] = true
	}
	for _, k := range identity.Kinds() {
		want[k.TextKey()] = true
	}
	want["identity.sex."+string(identity.Male)], want["identity.sex."+string(identity.Female)] = true, true
	for key := range want {
		if !lang.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
	for _, key := range lang.Keys() {
		if strings.HasPrefix(key, "identity.") && !want[key] {
			t.Errorf("nobody says %s", key)
		}
	}
}

func TestTheWarningOfTheDrawing(t *testing.T) {
	n, err := identity.ParseNIK("6203 0141 0788 0001", now, true)
	if err != nil {
		t.Fatal(err)
	}
	w := n.Warnings(identity.Male, now)[0]
	want := "NIK menunjuk perempuan, lahir 1 Juli 1988. Pendaftaran menyebut Bapak. Cocokkan dengan kartunya; boleh dilanjutkan."
	if got := lang.ID.T(w.Key, w.Pairs(lang.ID.Day)...); got != want {
		t.Error(got)
	}
}
