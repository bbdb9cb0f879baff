package office

import (
	"embed"
	"encoding/json"
	"slices"
	"strings"
)

// The default units, purposes and texts are data that every office may change;
// they are kept as files so that the people who word them need no Go.
//
//go:embed defaults
var defaults embed.FS

// Default is a new office before anybody has decided anything: the purposes,
// hours, rules and texts of domain.md, no units, persons or badges.
func Default(id, name, zone string) Office {
	return Office{
		ID: id, Name: name, Zone: zone,
		Hours:    standardHours(),
		Purposes: slices.Clone(standardPurposes),
		Badges:   Badges{Prefix: "T-"},
		Rules:    StandardRules(),
		House:    Text{ID: words("house.id.txt"), EN: words("house.en.txt"), Version: 1},
		Privacy:  Text{ID: words("privacy.id.txt"), EN: words("privacy.en.txt"), Version: 1},
	}
}

// StandardRules are the numbers of domain.md: the service standard's 10 minutes
// with a warning at 7, undo within 5, registration up to 14 days ahead.
func StandardRules() Rules {
	return Rules{TargetMinutes: 10, AmberMinutes: 7, UndoMinutes: 5, AheadDays: 14, BadgeSize: Badge86, AutoPrint: true}
}

// Filled puts the standard where a number or the badge's size is not set. Grace
// days and switches stay, for their standard is zero or a decision.
func (r Rules) Filled() Rules {
	std := StandardRules()
	fill := func(n *int, to int) {
		if *n == 0 {
			*n = to
		}
	}
	fill(&r.TargetMinutes, std.TargetMinutes)
	fill(&r.AmberMinutes, std.AmberMinutes)
	fill(&r.UndoMinutes, std.UndoMinutes)
	fill(&r.AheadDays, std.AheadDays)
	if r.BadgeSize == "" {
		r.BadgeSize = std.BadgeSize
	}
	return r
}

// StandardUnits are the units of a Kejaksaan Negeri (domain.md 3). Units that an
// office pastes are recognised among them and get their short and English names.
func StandardUnits() []Unit { return slices.Clone(standardUnits) }

var (
	standardUnits    = read[[]Unit]("units.json")
	standardPurposes = read[[]Purpose]("purposes.json")
)

// standardHours are those of domain.md 8: a break of 60 minutes, on Friday 90.
func standardHours() Hours {
	var h Hours
	for day := 1; day <= 4; day++ {
		h.Days[day] = DayHours{Open: 7*60 + 30, Close: 16 * 60, BreakStart: 12 * 60, BreakEnd: 13 * 60}
	}
	h.Days[5] = DayHours{Open: 7*60 + 30, Close: 16*60 + 30, BreakStart: 11*60 + 30, BreakEnd: 13 * 60}
	return h
}

// In is the text in the language "id" or "en"; Indonesian when the English is empty.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.ID
}

// Lines are the text's lines, each a point of its list; empty ones left out.
func (t Text) Lines(lang string) []string {
	var out []string
	for line := range strings.Lines(t.In(lang)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func words(name string) string {
	b, err := defaults.ReadFile("defaults/" + name)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(b))
}

func read[T any](name string) T {
	var v T
	if err := json.Unmarshal([]byte(words(name)), &v); err != nil {
		panic("office: " + name + ": " + err.Error())
	}
	return v
}
