package paper

import (
	"context"
	"strconv"
	"time"

	"bukutamu/internal/lang"
)

// Evacuation is the list of who is inside, to be ticked off by hand.
type Evacuation struct {
	Head      Letterhead
	Lang      lang.Lang
	At        time.Time // of printing, in the office's zone
	Zone      string    // "WIB"
	Known     time.Time // when the list was last known, if it is not of now
	Bare, Aid int       // people without a badge; people who need help
	Assembly  string    // where everybody gathers
	People    []Occupant
}

// Occupant is one line of it.
type Occupant struct{ Number, Name, Place, Arrived, Note string }

// emptyLines are for people nobody has written down.
const emptyLines = 4

// Evacuation prints the list on A4.
func (p *Press) Evacuation(ctx context.Context, e Evacuation) ([]byte, error) {
	t := func(key string, args ...any) string { return e.Lang.T("paper.evacuation-"+key, args...) }
	e.Head.Over, e.Head.Big, e.Head.Under = t("printed"), e.Lang.Clock(e.At)+" "+e.Zone, e.Lang.Date(e.At)
	return p.sheets(ctx, e.Lang, e.Head, t("title"), t("foot"), e.At, func(s *page) error {
		s.title(t("title"))
		if !e.Known.IsZero() {
			s.text(a4Bold.at(10), t("known", "day", e.Lang.Day(e.Known), "time", e.Lang.Clock(e.Known)), 0, 3)
		}
		s.sums([][2]string{{t("people"), strconv.Itoa(len(e.People))}, {t("bare"), strconv.Itoa(e.Bare)}, {t("aid"), strconv.Itoa(e.Aid)}, {t("assembly"), e.Assembly}}, 1, 1.4, 1, 2)
		s.text(a4Bold, t("secret"), 0, 0)
		s.text(a4Text, t("tick"), 0, 3)
		var rows [][]string
		for _, o := range e.People {
			rows = append(rows, []string{"x", o.Number, o.Name, o.Place, o.Arrived, o.Note})
		}
		for range emptyLines {
			rows = append(rows, []string{"x", "", "", "", "", ""})
		}
		s.rows(table{columns: []column{{t("here"), 6, boxCell}, {t("number"), 9, codeCell}, {t("guest"), 22, boldCell}, {t("place"), 19, plainCell}, {t("arrived"), 8, plainCell}, {t("note"), 26, plainCell}},
			pt: 10, pad: 1.6, least: 9, lines: 3}, rows)
		s.text(a4Text, t("empty"), 0, 4)
		s.signs([][2]string{{t("counted"), t("name-sign")}, {t("time"), ""}, {t("seen"), ""}})
		return nil
	})
}
