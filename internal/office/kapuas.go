package office

// Kapuas is Kejaksaan Negeri Kapuas as its published service standard shows it
// (domain.md 1 and 3), with 40 badges and no persons: those are not published,
// and package sample invents some for the demo.
func Kapuas() Office {
	o := Default("kapuas", "Kejaksaan Negeri Kapuas", "Asia/Pontianak")
	o.Chain = []string{"Kejaksaan Agung", "Kejaksaan Tinggi Kalimantan Tengah"}
	o.Address = "Jl. A. Yani No. 63, Kuala Kapuas 73516"
	o.Phone = "0513 21520"
	o.Decree = "KEP-19/O.2.12/Cr.5/06/2024"
	o.Units = StandardUnits()
	o.Badges.Count = 40
	return o
}
