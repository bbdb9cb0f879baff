package paper

import (
	"context"
	"time"

	"bukutamu/internal/lang"
)

// Reminder is a letter to a guest whose things are still at the office.
type Reminder struct {
	Head   Letterhead
	To     string // as the envelope says: "Ibu Anggrek Contoh"
	From   string // institution; may be empty
	Place  string // where it is written: the office's town or name
	At     time.Time
	Since  time.Time
	Things []Kept
	Hours  string // when the office is open, in words
	Phone  string
	Signer string // who signs; may be empty
	Lang   lang.Lang
}

// Kept is a thing that waits to be fetched.
type Kept struct{ What, Where, Since string }

// Reminder prints the letter on A4.
func (p *Press) Reminder(ctx context.Context, r Reminder) ([]byte, error) {
	t := func(key string, args ...any) string { return r.Lang.T("paper.reminder-"+key, args...) }
	r.Head.Over, r.Head.Big, r.Head.Under = r.Place, "", r.Lang.Date(r.At)
	return p.sheets(ctx, r.Lang, r.Head, t("title"), t("foot"), r.At, func(s *page) error {
		body := a4Text.at(11)
		s.y += 6
		s.text(body, t("to"), 0, 0)
		s.text(a4Bold.at(11), r.To, 0, 0)
		s.text(body, r.From, 0, 0)
		s.text(a4Bold.at(11), t("subject"), 8, 6)
		s.text(body, t("opening"), 0, 3)
		s.text(body, t("visit", "day", r.Lang.Date(r.Since)), 0, 3)
		rows := [][]string{}
		for _, k := range r.Things {
			rows = append(rows, []string{k.What, k.Where, k.Since})
		}
		s.rows(table{columns: []column{{t("what"), 5, boldCell}, {t("where"), 3, plainCell}, {t("since"), 3, plainCell}}, pt: 10.5, pad: 1.6, least: 8, lines: 3}, rows)
		s.text(body, t("come", "hours", r.Hours), 1, 3)
		if r.Phone != "" {
			s.text(body, t("call", "phone", r.Phone), 0, 3)
		}
		s.text(body, t("free"), 0, 8)
		s.signs([][2]string{{}, {}, {t("sign"), r.Signer}})
		return nil
	})
}
