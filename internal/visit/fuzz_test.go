package visit_test

import (
	"testing"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// sayable checks that a move which said no said it to a person: a refusal with a
// sentence, beside a field unless it is a conflict.
func sayable(t *testing.T, err error) {
	t.Helper()
	list := refusal.Of(err)
	if len(list) == 0 {
		t.Fatalf("a fault: %v", err)
	}
	for _, r := range list {
		if r.Field == "" && r.Kind != refusal.Conflict {
			t.Errorf("%s belongs to no field", r.Key)
		}
		if !lang.Has("refusal." + r.Key) {
			t.Errorf("%s has no sentence", r.Key)
		}
	}
}

func named(t *testing.T, name string) {
	t.Helper()
	if n := utf8.RuneCountInString(name); n < 2 || n > 80 {
		t.Errorf("a name of %d", n)
	}
}

func FuzzRegister(f *testing.F) {
	m := registration()
	f.Add(m.Purpose, m.Letter, m.Unit, m.Host, m.Name, string(m.Salute), m.Phone, m.Companions[0], string(m.Needs[0]), today, m.Weapon, true, "kiosk")
	f.Add("lapor", "B-1/O.2.12/2026", "datun", "", "Éloïse \xff Contoh", "nama", "+62 (0)812-0000-0001", "\u202e", "sign", "2026-13-45", "yes", false, "desk")
	f.Add("", "", "", "", "", "", "", "", "", "", "", false, "")
	f.Add("rapat", "\x00", "arsip", "dahlia", "😀😀", "x", "00000000000000000000", "=1+1", "", "0000-00-00", "no", true, "phone")
	f.Fuzz(func(t *testing.T, purpose, letter, unit, host, name, salute, phone, companion, need, day, weapon string, read bool, source string) {
		m := visit.Register{
			Purpose: purpose, Letter: letter, Unit: unit, Host: host, Name: name, Salute: visit.Salute(salute), Phone: phone,
			Companions: []string{companion, ""}, Needs: []visit.Need{visit.Need(need)}, Day: day, Weapon: weapon, Read: read, Source: visit.Source(source), ID: "v1",
		}
		v, err := visit.Do(visit.Visit{}, m, stamp(account.Guest, nine), kapuas)
		if err != nil {
			sayable(t, err)
			return
		}
		named(t, v.Facts.Guest.Name)
		for _, c := range v.Facts.Companions {
			named(t, c.Name)
		}
		if v.Facts.Day < today || v.Facts.Day > "2026-12-07" || v.Facts.Host != "" && v.Facts.Unit == "" || v.Facts.State != visit.Registered {
			t.Errorf("%+v", v.Facts)
		}
	})
}

func FuzzVerify(f *testing.F) {
	m := verification()
	f.Add(string(m.Document), m.Number, false, "", m.Name, "female", "advokat", "", true, "none", "", 3, false, "", "Ponsel", "L-2", "pidum", "melati", true, "phone")
	f.Add("ktp", "6203013102850001", true, "Kartu lama", "Anggrek \xff Contoh", "", "", "Kamera rusak", false, "permit", "SI/1", 1, true, "Ada rapat", "", "L-2", "datun", "", false, "pigeon")
	f.Add("lainnya", "", false, "", "Bakung", "x", "mars", "", false, "refused", "", -1, true, "", "", "", "", "dahlia", true, "")
	f.Add("ikd", "٠٣", false, "", "", "male", "asn", "", true, "surrendered", "", 6, false, "", "", "", "arsip", "", true, "link")
	f.Fuzz(func(t *testing.T, document, number string, written bool, numberWhy, name, sex, origin, photoWhy string, photo bool, screening, note string, badge int, seen bool, seenWhy, what, locker, unit, host string, ask bool, channel string) {
		m := visit.Verify{
			Document: identity.Kind(document), Number: number, AsWritten: written, NumberWhy: numberWhy, Name: name, Sex: identity.Sex(sex), Origin: visit.Origin(origin),
			PhotoWhy: photoWhy, Photo: photo, Screening: visit.Screening(screening), ScreenNote: note, Badge: badge, Seen: seen, SeenWhy: seenWhy,
			Items: []visit.TakenItem{{What: what, Locker: locker}}, Unit: unit, Host: host, Ask: ask, Channel: visit.Channel(channel),
		}
		v, err := visit.Do(arrived(t), m, officer(3), kapuas)
		if err != nil {
			sayable(t, err)
			return
		}
		fa := v.Facts
		named(t, fa.Guest.Name)
		if fa.TakesNumber() != badge || !kapuas.Badges.Has(badge) || fa.Unit == "" || !fa.Photo.Taken && fa.Photo.Why == "" || !fa.Card.Held && fa.Card.Why == "" {
			t.Errorf("%+v", fa)
		}
		if fa.Screening == visit.Resists || fa.Screening == visit.Surrendered && len(fa.Items) == 0 {
			t.Errorf("let in with %s", fa.Screening)
		}
	})
}
