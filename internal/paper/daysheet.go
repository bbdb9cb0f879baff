package paper

import (
	"context"
	"strings"
	"time"

	"bukutamu/internal/lang"
)

// DaySheet is a day of the office on paper, to be signed and kept.
type DaySheet struct {
	Head      Letterhead
	Lang      lang.Lang
	Day       time.Time // in the office's zone
	Figures   [][2]string
	Visits    []DayVisit
	Note      string
	Units     [][]string // unit, Kunjungan, Orang, in time, late, median
	Service   string     // of the whole day, in a sentence
	Excepted  []string   // a sentence each
	Handovers [][]string // when, from, to, held, missing
	Anchor    string     // see book.Anchor
	Heads     []string   // of each visit's log: "07.52 T-001 K7P4·6"
	Decree    string
	Signs     [][2]string
}

// DayVisit is one Kunjungan.
type DayVisit struct {
	Arrived, Guest, Purpose, Unit, Badges, People, Met, Left, Minutes string
	Entered                                                           bool // in the official guest book
}

// DaySheet prints it on A4.
func (p *Press) DaySheet(ctx context.Context, d DaySheet) ([]byte, error) {
	t := func(key string, args ...any) string { return d.Lang.T("paper.day-"+key, args...) }
	d.Head.Over, d.Head.Big, d.Head.Under = t("over"), d.Day.Format("02-01-2006"), d.Lang.Weekday(d.Day)
	foot := t("foot", "decree", d.Decree, "anchor", d.Anchor)
	return p.sheets(ctx, d.Lang, d.Head, t("title", "day", d.Lang.Date(d.Day)), foot, d.Day, func(s *page) error {
		s.title(t("title", "day", d.Lang.Date(d.Day)))
		s.sums(d.Figures)
		small := table{pt: 8, pad: 1.1, least: 6.4, lines: 3}
		if len(d.Visits) > 0 {
			small.columns = []column{{t("arrived"), 11, plainCell}, {t("guest"), 37, boldCell}, {t("purpose"), 27, plainCell}, {t("unit"), 18, plainCell}, {t("badge"), 20, codeCell},
				{t("people"), 12, plainCell}, {t("met"), 15, plainCell}, {t("left"), 14, plainCell}, {t("minutes"), 11, boldCell}, {t("entered"), 15, boxCell}}
			var rows [][]string
			for _, v := range d.Visits {
				rows = append(rows, []string{v.Arrived, v.Guest, v.Purpose, v.Unit, v.Badges, v.People, v.Met, v.Left, v.Minutes, map[bool]string{true: "v", false: "x"}[v.Entered]})
			}
			s.rows(small, rows)
		}
		s.text(a4Fine.at(9), d.Note, 0, 3)
		s.text(a4Fine.at(9), d.Service, 0, 3)
		if len(d.Units) > 0 {
			s.room(25)
			s.text(a4Bold, t("units"), 1, 1)
			small.columns = []column{{t("unit"), 50, boldCell}, {t("visits"), 20, plainCell}, {t("people"), 20, plainCell}, {t("in-time"), 22, plainCell}, {t("late"), 22, plainCell}, {t("median"), 30, plainCell}}
			s.rows(small, d.Units)
		}
		s.room(18)
		s.text(a4Bold, t("excepted"), 1, 1)
		if len(d.Excepted) == 0 {
			s.text(a4Fine.at(9), t("excepted-none"), 0, 2)
		}
		for _, line := range d.Excepted {
			s.text(a4Fine.at(9), line, 0, 0.6)
		}
		if len(d.Handovers) > 0 {
			s.room(25)
			s.text(a4Bold, t("handovers"), 3, 1)
			small.columns = []column{{t("when"), 15, plainCell}, {t("from"), 50, boldCell}, {t("to"), 50, boldCell}, {t("held"), 20, plainCell}, {t("missing"), 25, plainCell}}
			s.rows(small, d.Handovers)
		}
		s.y += 4
		s.signs(d.Signs)
		s.text(a4Bold.at(9), t("anchor"), 3, 0.5)
		s.text(a4Code.at(10), d.Anchor, 0, 1)
		s.text(a4Fine, t("anchor-how"), 0, 1)
		for len(d.Heads) > 0 { // a text is cut after so many letters: a few at a time
			n := min(5, len(d.Heads))
			s.text(a4Code.at(7), strings.Join(d.Heads[:n], "   "), 0, 0)
			d.Heads = d.Heads[n:]
		}
		return nil
	})
}
