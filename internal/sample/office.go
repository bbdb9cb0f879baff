package sample

import (
	"fmt"
	"slices"

	"bukutamu/internal/identity"
	"bukutamu/internal/office"
)

// Paste is the demo's list of persons as an administrator would paste it: twelve
// who receive guests, and two who only escort.
const Paste = `# nama, jabatan, bagian, tuan rumah atau pengantar
Bapak Surya Perumpamaan, S.H., M.H., Kepala Kejaksaan Negeri, Kajari, tuan rumah
Ibu Kenanga Contohsari, S.H., Kasubbag Pembinaan, Pembinaan, tuan rumah
Bapak Langit Misalnya, S.H., M.H., Kasi Intelijen, Intelijen, tuan rumah
Ibu Mega Andaisari, S.H., Jaksa Fungsional, Intelijen, keduanya
Bapak Gading Andaikan, S.H., M.H., Kasi Pidum, Pidum, tuan rumah
Ibu Galih Misal, S.H., Jaksa Penuntut Umum, Pidum, keduanya
Bapak Elang Umpamanto, S.H., Jaksa Penuntut Umum, Pidum, keduanya
Dr. Guntur Rekaanto, S.H., M.H., Kasi Pidsus, Pidsus, tuan rumah
Ibu Purnama Rekayani, S.H., Jaksa Penuntut Umum, Pidsus, keduanya
Ibu Intan Misalkan, S.H., M.H., Kasi Datun, Datun, tuan rumah
Bapak Jati Contohnegara, S.H., Jaksa Pengacara Negara, Datun, keduanya
Ibu Mutiara Umpamawati, S.H., Kasi PAPBB, PAPBB, keduanya
Bapak Karang Permisalan, Pengamanan, Pembinaan, pengantar
Bapak Meranti Contohmo, Pengamanan, Pembinaan, pengantar
`

// rooms are invented: the standard names none.
var rooms = map[string]string{
	"kajari": "Ruang 2.01", "pembinaan": "Ruang 1.03", "intelijen": "Ruang 2.11", "pidum": "Ruang 2.04",
	"pidsus": "Ruang 2.06", "datun": "Ruang 2.08", "papbb": "Ruang 1.07",
}

// Office is the demo's office: the real Kapuas with invented persons and rooms.
func Office() office.Office {
	o := office.Kapuas()
	o.Demo, o.Assembly = true, "Halaman depan, tiang bendera"
	for i, u := range o.Units {
		o.Units[i].Room = rooms[u.ID]
	}
	units, persons, problems := office.ParsePeople(Paste, o)
	if len(problems) > 0 {
		panic(fmt.Sprintf("sample: the demo's list: %+v", problems))
	}
	return o.With(units, persons)
}

// Persons invents n persons of the standard units, all hosts and all with
// different names; every third has titles. For lists and searches as long as an
// office's can be.
func Persons(seed uint64, n int) []office.Person {
	s := New(seed)
	units := office.StandardUnits()
	titles := []string{"%s, S.H.", "Dr. %s, S.H., M.H.", "%s, S.E., M.Si.", "Drs. %s", "Hj. %s, S.H.", "Ir. H. %s, M.M."}
	var out []office.Person
	var names []string
	for len(out) < n {
		name, sex := s.name()
		for slices.Contains(names, name) {
			name += " " + menOf[s.rng.IntN(len(menOf))]
		}
		names = append(names, name)
		u := units[len(names)%len(units)]
		p := office.Person{ID: fmt.Sprintf("p%d", len(names)), Name: name, Title: "Staf " + u.Short, Unit: u.ID, Salute: "bapak", Host: true}
		if sex == identity.Female {
			p.Salute = "ibu"
		}
		if len(names)%3 == 0 {
			p.Name = fmt.Sprintf(titles[s.rng.IntN(len(titles))], name)
		}
		out = append(out, p)
	}
	return out
}
