package identity

import (
	_ "embed"
	"strings"
)

// regionText has a line "62 Kalimantan Tengah" for each province, and below it
// "03-Kapuas" for each regency and "71+Palangkaraya" for each city. It is under
// the licence that regions/NOTICE names.
//
//go:embed regions/regions.txt
var regionText string

var regions = readRegions(regionText)

// readRegions gives the names by four digits, "6203" → "Kabupaten Kapuas, Kalimantan Tengah".
func readRegions(text string) map[string]string {
	out := map[string]string{}
	var code, province string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if len(line) < 4 {
			continue
		}
		switch name := line[3:]; line[2] {
		case ' ':
			code, province = line[:2], name
		case '-':
			out[code+line[:2]] = "Kabupaten " + name + ", " + province
		case '+':
			out[code+line[:2]] = "Kota " + name + ", " + province
		}
	}
	return out
}

// Region names the regency or city whose code begins with the four digits of
// code; the district (the next two) is not judged. It is false for codes that
// are not in today's list: a NIK keeps the code of its first registration, so
// codes of regions that were since divided are genuine too.
func Region(code string) (string, bool) {
	if len(code) < 4 {
		return "", false
	}
	name, ok := regions[code[:4]]
	return name, ok
}
