package admin

import (
	"encoding/json"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
)

// How many changes a page of the settings shows, and among how many of the office's
// newest acts they are looked for.
const (
	logRows   = 10
	logAmong  = 200
	logChange = string(account.EditOffice)
)

// changes fills in who changed what on this page, newest first: of the office's acts
// those that tell of one of the page's values.
func (d *Door) changes(c *fiber.Ctx, p *SettingsPage, sections ...section) error {
	p.Acts = p.Can(string(account.SeeActs))
	var mine []string
	for _, s := range sections {
		for _, v := range s.told(p.Office) {
			mine = append(mine, v.Label)
		}
	}
	acts, err := d.Book.ActsOn(c.UserContext(), p.Office.ID, p.Office.ID, logAmong)
	if err != nil {
		return err
	}
	for _, a := range acts {
		var changes []Told
		if a.What != logChange || a.Done == "failed" || json.Unmarshal([]byte(a.Reason), &changes) != nil ||
			!slices.ContainsFunc(changes, func(t Told) bool { return slices.Contains(mine, t.Label) }) {
			continue
		}
		p.Log = append(p.Log, p.row(a, func(login string) string { return d.who(c, login) }))
		if len(p.Log) == logRows {
			break
		}
	}
	return nil
}
