package admin

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// SettingsPage is what every page of the settings shows.
type SettingsPage struct {
	web.Page
	Side  []SideLink
	Saved bool
	Fresh []Value // what somebody else has stored meanwhile, where it differs from what was typed
	Log   []ActRow
	Acts  bool // the person may read the whole audit log
}

// SideLink is one entry beside the settings.
type SideLink struct {
	Path, Key string
	Current   bool
}

// Value is one setting as it is stored: the form's field, the key of its name, and
// the text as it would be typed.
type Value struct{ Field, Label, Text string }

// section is one page of settings: its address, and its values in an office.
type section struct {
	path   web.Path
	values func(o office.Office) []Value
	tells  func(o office.Office) []Value // for the audit log, where values are those of one unit or person alone
	reason string                        // typed with the change
}

// told are the values whose change the audit log tells.
func (s section) told(o office.Office) []Value {
	if s.tells != nil {
		return s.tells(o)
	}
	return s.values(o)
}

var sideLinks = []struct {
	path, key string
	may       account.Action
}{
	{"/pengaturan/kantor", "settings.office", account.EditOffice},
	{"/pengaturan/jam", "settings.hours", account.EditOffice},
	{"/pengaturan/bagian", "settings.people", account.EditOffice},
	{"/pengaturan/keperluan", "settings.purposes", account.EditOffice},
	{"/pengaturan/perangkat", "settings.devices", account.EditDevices},
	{"/pengaturan/pengenal", "settings.badges", account.EditOffice},
	{"/pengaturan/teks", "settings.texts", account.EditOffice},
	{"/pengaturan/tampilan", "settings.appearance", account.EditOffice},
	{"/pengaturan/masa-simpan", "settings.keep", account.EditOffice},
	{"/pengaturan/aturan", "settings.rules", account.EditOffice},
	{"/pengaturan/pengaduan", "settings.complaints", account.EditOffice},
	{"/pengaturan/akun", "settings.accounts", account.EditAccounts},
	{"/jejak", "settings.acts", account.SeeActs},
	{"/saya", "settings.own", account.OwnPassword},
}

// settings begins a page of the settings.
func (d *Door) settings(c *fiber.Ctx, title string) SettingsPage {
	p := SettingsPage{Page: web.NewPage(c, web.Desk, title)}
	p.H1 = p.T("settings.head")
	p.Seen = p.Office.Revision
	p.Saved = c.Query("tersimpan") == "1" && !p.Again()
	for _, l := range sideLinks {
		if p.Can(string(l.may)) {
			current := p.Path == l.path || strings.HasPrefix(p.Path, l.path+"/") || strings.HasPrefix(p.Path, l.path+"-")
			p.Side = append(p.Side, SideLink{l.path, l.key, current})
		}
	}
	return p
}

// form makes it a page whose one form is saved by Alt S, and shows what somebody
// else stored meanwhile.
func (p *SettingsPage) form(s section) {
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("settings.save")}}
	if !p.Refusals.Is(office.ErrChanged) {
		return
	}
	for _, v := range s.values(p.Office) {
		if v.Field != "" && !alike(p.Typed(v.Field, ""), v.Text) {
			if v.Text == "" || v.Text == "1" {
				v.Text = p.T("settings.fresh-" + map[string]string{"": "none", "1": "yes"}[v.Text])
			}
			p.Fresh = append(p.Fresh, v)
		}
	}
}

// alike reports whether a text as it was typed means what is stored: "10 menit" and
// 10, 7:30 and 07.30, line ends of a browser.
func alike(typed, stored string) bool {
	typed = strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
	n, ok1 := readNumber(typed)
	m, ok2 := readNumber(stored)
	x, ok3 := readClock(typed)
	y, ok4 := readClock(stored)
	return typed == strings.TrimSpace(stored) || ok1 && ok2 && n == m || ok3 && ok4 && x == y
}

// settingsHome leads to the first page that the person may use.
func (d *Door) settingsHome(c *fiber.Ctx) error {
	roles := web.Person(c).Roles
	for _, l := range sideLinks {
		if roles.Can(l.may) {
			return web.Redirect(c, web.Path(l.path))
		}
	}
	return account.ErrForbidden
}

// save answers the form of a section: err is what decoding it refused, f what it
// changes. get is the section's own page.
func (d *Door) save(c *fiber.Ctx, s section, err error, f func(office.Office) (office.Office, error), get fiber.Handler) error {
	if err = d.change(c, web.Stamp(c), s, err, f); err != nil || web.Check(c) {
		return web.Again(c, err, get)
	}
	return web.Redirect(c, s.path+"?tersimpan=1")
}

// change makes a change of the office. Whoever wants what is stored already has it:
// the same form sent twice is no conflict with itself.
func (d *Door) change(c *fiber.Ctx, s account.Stamp, sec section, err error, f func(office.Office) (office.Office, error)) error {
	ctx := c.UserContext()
	checked := func(o office.Office) (office.Office, error) {
		next, err := f(o)
		return next, all(err, at(next.Check(), dayFields))
	}
	before, oerr := d.Book.Office(ctx, s.Office)
	if oerr != nil {
		return oerr
	}
	next, cerr := checked(before)
	if err = all(err, cerr); err != nil || web.Check(c) || same(before, next) {
		return err
	}
	_, err = d.Book.ChangeOfficeTold(ctx, s, s.Seen, told(sec.told(before), sec.told(next), sec.reason), checked)
	if errors.Is(err, office.ErrChanged) {
		if now, err := d.Book.Office(ctx, s.Office); err == nil {
			if next, err := checked(now); err == nil && same(now, next) {
				return nil
			}
		}
	}
	return err
}

func same(a, b office.Office) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}

// Told is one change of a setting in the audit log.
type Told struct {
	Label string `json:"k"`
	From  string `json:"a,omitempty"`
	To    string `json:"b,omitempty"`
	Why   bool   `json:"-"` // To is the reason that was given
	Short string `json:"-"` // the beginnings of long values, which stand whole behind it
}

// whyLabel is the key under which the audit log keeps a reason.
const whyLabel = "settings.reason"

// How many characters of a value the audit log keeps, and how many a row shows before
// it is opened.
const (
	toldMax  = 2000
	shownMax = 120
)

// told puts into words for the audit log what became what.
func told(before, after []Value, reason string) string {
	var out []Told
	for i, v := range after {
		if i < len(before) && before[i].Text != v.Text {
			from, to := apart(before[i].Text, v.Text)
			out = append(out, Told{Label: v.Label, From: from, To: to})
		}
	}
	if reason != "" {
		out = append(out, Told{Label: whyLabel, To: reason})
	}
	if len(out) == 0 {
		return ""
	}
	b, err := json.Marshal(out)
	if err != nil {
		return ""
	}
	return string(b)
}

// apart leaves of two long texts what differs: of lists their lines, of other texts
// the neighbourhood of the first difference.
func apart(a, b string) (string, string) {
	if strings.Contains(a+b, "\n") {
		a, b = without(a, b), without(b, a)
		return cutAt([]rune(a), 0, toldMax), cutAt([]rune(b), 0, toldMax)
	}
	if utf8.RuneCountInString(a) <= toldMax && utf8.RuneCountInString(b) <= toldMax {
		return a, b
	}
	x, y := []rune(a), []rune(b)
	i := 0
	for i < len(x) && i < len(y) && x[i] == y[i] {
		i++
	}
	i = max(0, i-20)
	return cutAt(x, i, toldMax), cutAt(y, i, toldMax)
}

// without are the lines of a that b does not have.
func without(a, b string) string {
	var out []string
	has := strings.Split(b, "\n")
	for line := range strings.SplitSeq(a, "\n") {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(has, line) {
			out = append(out, line)
		}
	}
	return strings.Join(out, " / ")
}

func cutAt(r []rune, from, most int) string {
	head, tail := "", ""
	if from > 0 {
		head = "…"
	}
	r = r[min(from, len(r)):]
	if len(r) > most {
		r, tail = r[:most], "…"
	}
	return head + string(r) + tail
}

// Refusals about what the settings ask.
var (
	errClock   = refusal.New(refusal.Invalid, "settings.clock")
	errLong    = refusal.New(refusal.Invalid, "settings.break-length")
	errNumber  = refusal.New(refusal.Invalid, "settings.number")
	errLine    = refusal.New(refusal.Invalid, "settings.line") // line {n}: {why}
	errNobody  = refusal.New(refusal.Invalid, "settings.no-units")
	errNone    = refusal.New(refusal.Invalid, "settings.no-purposes")
	errWhy     = refusal.New(refusal.Invalid, "settings.reason")
	errHeld    = refusal.New(refusal.Invalid, "settings.badge-held")    // {number} is with a guest
	errOutside = refusal.New(refusal.Invalid, "settings.badge-outside") // {number} is out and would fall out of the pool
	errEmpty   = refusal.New(refusal.Invalid, "settings.empty-text")
)
