package admin

import (
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/web"
)

// actRows is how many acts a page shows.
const actRows = 50

// ActsPage is the audit log, newest first.
type ActsPage struct {
	SettingsPage
	Rows  []ActRow
	Older string // address
	First bool   // this is the newest page
}

// ActRow is one act in words.
type ActRow struct {
	N                      int
	When, Who, Device      string
	What, On, Href, Reason string
	Changes                []Told
	Failed, Open           bool // Open: the outcome was never written
}

func (d *Door) actsPage(c *fiber.Ctx) error {
	p := ActsPage{SettingsPage: d.settings(c, "acts.head"), First: c.Query("sesudah") == ""}
	page, err := d.Book.Acts(c.UserContext(), p.Office.ID, c.Query("sesudah"), actRows)
	if err != nil {
		return err
	}
	names := map[string]string{}
	name := func(login string) string {
		if _, ok := names[login]; !ok {
			names[login] = d.who(c, login)
		}
		return names[login]
	}
	for _, a := range page.Acts {
		p.Rows = append(p.Rows, p.row(a, name))
	}
	if page.Next != "" {
		p.Older = "/jejak?sesudah=" + page.Next
		p.Keys = []web.Key{{Cap: "Alt L", Text: p.T("history.older")}}
	}
	return web.Show(c, "admin/acts", p)
}

func (p *SettingsPage) row(a account.Act, name func(string) string) ActRow {
	r := ActRow{N: a.N, When: p.moment(a.At), Who: name(a.By), Device: a.Device, What: a.What, On: a.On, Reason: a.Reason,
		Failed: a.Done == "failed", Open: a.Done == "intent"}
	if key := "acts.what-" + a.What; lang.Has(key) {
		r.What = p.T(key)
	}
	switch {
	case a.What == string(account.RevealName):
		r.On = p.T("acts.complaint", "id", a.On[:min(6, len(a.On))])
		if !p.Person.Roles.Has(account.Auditor) || p.Person.Person != "" { // the reason may tell what the complaint is about, and whoever belongs to a unit may belong to that one
			r.Reason = ""
		}
	case visitID.MatchString(a.On) && !strings.HasPrefix(a.What, "device-"):
		r.On = p.T("acts.visit", "id", a.On[:6])
		if p.Can(string(account.SeeHistory)) {
			r.Href = "/riwayat/" + a.On
		}
	case a.What == string(account.EditOffice), a.What == "device-change":
		if r.On = ""; a.What == "device-change" {
			r.On = p.T("acts.device", "id", a.On[:min(6, len(a.On))])
		}
		if json.Unmarshal([]byte(a.Reason), &r.Changes) == nil {
			r.Reason = ""
		}
		for i := range r.Changes {
			r.Changes[i] = p.change(r.Changes[i])
		}
	case strings.HasPrefix(a.What, "device-"):
		r.On = p.T("acts.device", "id", a.On[:min(6, len(a.On))])
	case a.On != "" && a.On == a.By:
		r.On = ""
	case a.On != "":
		r.On = name(a.On)
	}
	return r
}

// change puts the name of a setting for its key; what is on or off is said in words.
func (p *SettingsPage) change(t Told) Told {
	if t.Label == whyLabel {
		t.Label, t.Why = p.T(t.Label), true
		t.shorten()
		return t
	}
	for _, s := range []*string{&t.From, &t.To} {
		if *s == "" {
			*s = p.T("settings.fresh-none")
		} else if *s == "1" && onOff[t.Label] {
			*s = p.T("settings.fresh-yes")
		}
	}
	if t.Label == "settings.zone" {
		t.From, t.To = p.T(office.ZoneKey(t.From)), p.T(office.ZoneKey(t.To))
	}
	t.Label = p.T(t.Label)
	t.shorten()
	return t
}

// shorten says what a row shows of long values until somebody opens it.
func (t *Told) shorten() {
	from, to := cutAt([]rune(t.From), 0, shownMax), cutAt([]rune(t.To), 0, shownMax)
	switch {
	case from == t.From && to == t.To:
	case t.Why:
		t.Short = to
	default:
		t.Short = from + " → " + to
	}
}

// onOff are the settings that are a tick.
var onOff = map[string]bool{"settings.auto-print": true, "settings.hide-names": true, "settings.complaint-names": true, "settings.logo": true, "settings.no-english": true}
