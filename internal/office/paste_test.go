package office_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/sample"
)

func TestAFreshOfficeIsPasted(t *testing.T) {
	text := `
# dari buku telepon kantor
Kepala Kejaksaan Negeri
Seksi Tindak Pidana Umum
Seksi Arsip (Arsip)
Gading Andaikan, S.H., M.H., Kasi Pidum, Pidum, tuan rumah
Ibu Galih Misal, Jaksa Penuntut Umum, Seksi Tindak Pidana Umum, tuan rumah/pengantar
Rimba Umpama; Pengamanan; arsip; pengantar
"Dr. Surya Perumpamaan, S.H.",Kajari,kajari,both
Melur Contohsari	Arsiparis	Arsip
`
	units, persons, problems := office.ParsePeople(text, office.Default("kuala", "Kejaksaan Negeri Kuala", "Asia/Jakarta"))
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	std := office.StandardUnits()
	if want := []office.Unit{std[0], std[3], {ID: "arsip", Name: "Seksi Arsip", Short: "Arsip"}}; !reflect.DeepEqual(units, want) {
		t.Errorf("%+v", units)
	}
	want := []office.Person{
		{ID: "gading-andaikan", Name: "Gading Andaikan, S.H., M.H.", Title: "Kasi Pidum", Unit: "pidum", Host: true},
		{ID: "galih-misal", Name: "Galih Misal", Title: "Jaksa Penuntut Umum", Unit: "pidum", Salute: "ibu", Host: true, Escort: true},
		{ID: "rimba-umpama", Name: "Rimba Umpama", Title: "Pengamanan", Unit: "arsip", Escort: true},
		{ID: "surya-perumpamaan", Name: "Dr. Surya Perumpamaan, S.H.", Title: "Kajari", Unit: "kajari", Host: true, Escort: true},
		{ID: "melur-contohsari", Name: "Melur Contohsari", Title: "Arsiparis", Unit: "arsip", Host: true},
	}
	if !reflect.DeepEqual(persons, want) {
		t.Errorf("%+v", persons)
	}
}

func TestDegreesBelongToTheName(t *testing.T) {
	for line, name := range map[string]string{
		"Joko Misalkan, S.H., Staf, Pidum":                     "Joko Misalkan, S.H.",
		"Joko Misalkan, SH, MH, Staf, Pidum":                   "Joko Misalkan, SH, MH",
		"Joko Misalkan, S. H., M. Hum., Staf, Pidum":           "Joko Misalkan, S. H., M. Hum.",
		"Joko Misalkan,S.Tr.Han.,M.Kn.,Staf,Pidum":             "Joko Misalkan, S.Tr.Han., M.Kn.",
		"Dr. H. Joko Misalkan, S.H., LL.M., Ph.D, Staf, Pidum": "Dr. H. Joko Misalkan, S.H., LL.M., Ph.D",
		"Joko Misalkan, Ka.Subbag, Pidum":                      "Joko Misalkan",
		"Bapak Joko Misalkan; Staf; Pidum; host":               "Joko Misalkan",
		"Joko Misalkan, S.H.; Kasubbag; Pidum":                 "Joko Misalkan, S.H.",
	} {
		_, persons, problems := office.ParsePeople(line, office.Kapuas())
		if len(problems) > 0 || len(persons) != 1 || persons[0].Name != name || persons[0].ID != "joko-misalkan" || persons[0].Unit != "pidum" {
			t.Errorf("%s: %+v %+v", line, persons, problems)
		}
	}
}

func TestLinesThatAreLeftOut(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		want       *refusal.Refusal
	}{
		{"a name alone with its degree", "Joko Misalkan, S.H.", 1, office.ErrLineParts},
		{"a name alone with its title", "\nDr. Joko Misalkan", 2, office.ErrLineParts},
		{"two parts", "Joko Misalkan, Kasi", 1, office.ErrLineParts},
		{"five parts", "Joko Misalkan, Kasi, Pidum, host, 0812", 1, office.ErrLineParts},
		{"only signs", "---", 1, office.ErrLineParts},
		{"unknown unit", "Joko Misalkan, Kasi, Pidim, host", 1, office.ErrLineUnit},
		{"unknown role", "Joko Misalkan, Kasi, Pidum, tamu", 1, office.ErrLineRole},
		{"a person twice", "Joko Misalkan, Kasi, Pidum\nDrs. Joko Misalkan, Staf, pidum", 2, office.ErrLineTwice},
		{"a unit twice", "Pidum\nSeksi Tindak Pidana Umum", 2, office.ErrLineTwice},
		{"too long", strings.Repeat("x", 81), 1, office.ErrLineLong},
		{"too many lines", strings.Repeat("\n", 1000) + "Pidum", 1001, office.ErrLineMany},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, problems := office.ParsePeople(c.text, office.Kapuas())
			if len(problems) != 1 || problems[0].Line != c.line || !errors.Is(problems[0].Refusal, c.want) {
				t.Errorf("%+v, want %v on line %d", problems, c.want, c.line)
			}
		})
	}
}

func TestOneBadLineStopsNoOther(t *testing.T) {
	units, persons, problems := office.ParsePeople("nama,jabatan,bagian,peran\r\nJoko Misalkan,Kasi,Pidim\r\nSeksi Arsip,,,\r\nBima Rekaan,Staf,Arsip,pengantar\r\n", office.Kapuas())
	if len(units) != 1 || len(persons) != 1 || len(problems) != 1 || problems[0].Line != 2 || problems[0].Text != "Joko Misalkan,Kasi,Pidim" {
		t.Errorf("%+v %+v %+v", units, persons, problems)
	}
}

func TestPastingTwiceChangesNothing(t *testing.T) {
	text := sample.Paste + "\nSeksi Arsip\nSeksi Arsip Khusus (Arsip)\nBayu Andaikata, Staf, Pidum\nBayu Andaikata, Staf, Datun\n"
	var o office.Office
	for i, want := range []int{14 + 2, 14 + 2, 14 + 2} {
		units, persons, problems := office.ParsePeople(text, o)
		if i == 0 { // a fresh office has no units yet, so the list brings them
			o = office.Kapuas()
			units, persons, problems = office.ParsePeople(text, o)
		}
		if len(problems) > 0 {
			t.Fatalf("%+v", problems)
		}
		next := o.With(units, persons)
		if len(next.Persons) != want || len(next.Units) != 7+2 {
			t.Fatalf("round %d: %d persons, %d units", i, len(next.Persons), len(next.Units))
		}
		if i > 0 && !reflect.DeepEqual(next, o) {
			t.Errorf("round %d changed the office", i)
		}
		o = next
	}
	a, _ := o.Person("bayu-andaikata")
	b, _ := o.Person("bayu-andaikata-2")
	if a.Unit != "pidum" || b.Unit != "datun" {
		t.Errorf("two people of one name: %+v %+v", a, b)
	}
}

func TestWhoIsPastedAgainKeepsTheirId(t *testing.T) {
	before := office.Kapuas()
	before.Persons = []office.Person{
		{ID: "old-1", Name: "Joko Misalkan", Title: "Staf", Unit: "pidum", Salute: "bapak", Room: "2.04", Host: true, Away: true},
		{ID: "old-2", Name: "Rawing Misalnya", Title: "Staf", Unit: "datun", Host: true, Gone: true},
		{ID: "old-3", Name: "Melur Contohsari", Title: "Staf", Unit: "papbb", Host: true},
	}
	_, persons, problems := office.ParsePeople("Joko Misalkan, S.H., Kasi Pidsus, Pidsus, keduanya\nRawing Misalnya, Staf, Datun", before)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	after := before.With(nil, persons)
	want := []office.Person{
		{ID: "old-1", Name: "Joko Misalkan, S.H.", Title: "Kasi Pidsus", Unit: "pidsus", Salute: "bapak", Room: "2.04", Host: true, Escort: true, Away: true}, // moved
		{ID: "old-2", Name: "Rawing Misalnya", Title: "Staf", Unit: "datun", Host: true},                                                                      // came back
		{ID: "old-3", Name: "Melur Contohsari", Title: "Staf", Unit: "papbb", Host: true},                                                                     // not mentioned
	}
	if !reflect.DeepEqual(after.Persons, want) {
		t.Errorf("%+v", after.Persons)
	}
	if before.Persons[0].Title != "Staf" {
		t.Error("the office before has changed")
	}
}

func FuzzParsePeople(f *testing.F) {
	f.Add(sample.Paste)
	f.Add("a,b,c\n\"a\nb;c\td\n,,,\n(x)\nx (")
	f.Add("Dr.\nS.H.\n, S.H.\n\xff,\x00,Pidum")
	f.Fuzz(func(t *testing.T, text string) {
		o := office.Kapuas()
		units, persons, problems := office.ParsePeople(text, o)
		for _, p := range problems {
			if p.Line < 1 || p.Refusal == nil {
				t.Errorf("%+v", p)
			}
		}
		after := o.With(units, persons)
		ids := map[string]bool{}
		for _, u := range after.Units {
			if ids["u"+u.ID] || u.ID == "" || u.Name == "" {
				t.Errorf("unit %+v", u)
			}
			ids["u"+u.ID] = true
		}
		for _, p := range after.Persons {
			if _, ok := after.Unit(p.Unit); !ok || ids[p.ID] || p.ID == "" || p.Name == "" || !(p.Host || p.Escort) {
				t.Errorf("person %+v", p)
			}
			ids[p.ID] = true
		}
		units, persons, _ = office.ParsePeople(text, after)
		if again := after.With(units, persons); fmt.Sprint(again) != fmt.Sprint(after) {
			t.Errorf("%q: the second paste changed the office\n%v\n%v", text, after, again)
		}
	})
}
