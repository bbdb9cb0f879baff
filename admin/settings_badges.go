package admin

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// BadgesPart are the questions about badges, in the first run and in the settings.
type BadgesPart struct {
	Sizes []Choice
	Count string
}

func badgesPart(p web.Page) BadgesPart {
	part := BadgesPart{Count: strconv.Itoa(p.Office.Badges.Count)}
	now := p.Typed("size", p.Office.Rules.BadgeSize)
	for _, s := range paper.Sizes() {
		part.Sizes = append(part.Sizes, Choice{string(s), p.T("settings.size-" + string(s)), string(s) == now})
	}
	return part
}

type badgesForm struct {
	Prefix    string `form:"prefix" max:"10"`
	Count     string `form:"badges" max:"12"`
	Size      string `form:"size" max:"10"`
	AutoPrint bool   `form:"auto_print"`
	Lockers   string `form:"lockers,lines" max:"6000"`
}

func (m badgesForm) apply(o office.Office) (office.Office, refusal.List) {
	var no refusal.List
	o.Badges.Prefix, o.Rules.BadgeSize = strings.ToUpper(m.Prefix), m.Size
	o.Badges.Count, no = ruleNumber(m.Count, "badges", 1, no)
	return o, no
}

// lockerNames reads names that commas, semicolons or line ends part.
func lockerNames(text string) []string {
	var out []string
	for _, l := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// badgeNumbers reads "3, 17" or "T-003" as numbers of the pool.
func badgeNumbers(text string, b office.Badges) ([]int, error) {
	var out []int
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		n, err := strconv.Atoi(strings.TrimPrefix(strings.ToUpper(word), b.Prefix))
		if err != nil || n < 1 || n > b.Count {
			return nil, office.ErrBadgeNumber.At("numbers").With("count", b.Count)
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return nil, office.ErrBadgeNumber.At("numbers").With("count", b.Count)
	}
	slices.Sort(out)
	return out, nil
}

func numbersText(numbers []int) string {
	var out []string
	for _, n := range numbers {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}

var badgesSection = section{path: "/pengaturan/pengenal", values: func(o office.Office) []Value {
	return []Value{
		{"prefix", "settings.prefix", o.Badges.Prefix}, {"badges", "settings.count", strconv.Itoa(o.Badges.Count)},
		{"size", "settings.size", o.Rules.BadgeSize}, {"auto_print", "settings.auto-print", yes(o.Rules.AutoPrint)},
		{"lockers", "settings.lockers", strings.Join(o.Lockers, ", ")},
	}
}}

// poolSection are the states that are changed by hand.
var poolSection = section{path: "/pengaturan/pengenal", values: func(o office.Office) []Value {
	return []Value{{"", "settings.badge-lost", numbersText(o.Badges.Lost)}, {"", "settings.badge-damaged", numbersText(o.Badges.Damaged)},
		{"", "settings.badge-retired", numbersText(o.Badges.Retired)}}
}}

// PoolRow are the numbers in one state.
type PoolRow struct {
	State, Text, Numbers string
	Count                int
}

// OutRow is a number that a visit holds: with whom and since when. Of a confidential
// visit there is the number alone.
type OutRow struct{ Number, Who, Since string }

// SettingsBadgesPage is the pool of badge numbers, and the lockers.
type SettingsBadgesPage struct {
	SettingsPage
	BadgesPart
	Lockers string
	Pool    []PoolRow
	Out     []OutRow
	States  []Choice
}

func (d *Door) badgesPage(c *fiber.Ctx) error {
	p := SettingsBadgesPage{SettingsPage: d.settings(c, "settings.badges")}
	p.BadgesPart, p.Lockers = badgesPart(p.Page), strings.Join(p.Office.Lockers, ", ")
	p.Path = "/pengaturan/pengenal"
	taken, err := d.Book.TakenBadges(c.UserContext(), p.Office)
	if err != nil {
		return err
	}
	p.pool(taken)
	state := p.Typed("state", "")
	for _, s := range office.BadgeStates {
		p.States = append(p.States, Choice{string(s), p.T("settings.badge-" + string(s)), string(s) == state})
	}
	p.form(badgesSection)
	if err := d.changes(c, &p.SettingsPage, badgesSection, poolSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_badges", p)
}

// pool sums up the numbers by state; those that visits hold are out, whatever the
// office has noted about them, and lost where the visit says so. A number above the
// pool counts only while a visit holds it.
func (p *SettingsBadgesPage) pool(taken map[int]book.Line) {
	o := p.Office
	in := map[office.BadgeState][]string{}
	for n := 1; n <= o.Badges.Count; n++ {
		if _, out := taken[n]; !out {
			in[o.Badges.State(n)] = append(in[o.Badges.State(n)], visit.BadgeName(o, n))
		}
	}
	var out []string
	for _, n := range slices.Sorted(maps.Keys(taken)) {
		l := taken[n]
		r := OutRow{Number: visit.BadgeName(o, n), Since: p.moment(time.UnixMilli(l.VerifyAt))}
		if r.Who = p.T("settings.confidential"); !l.Secret {
			r.Who = l.Name
		}
		if l.Lost {
			r.Who, in[office.Lost] = join(r.Who, p.T("settings.badge-lost")), append(in[office.Lost], r.Number)
		} else {
			out = append(out, r.Number)
		}
		p.Out = append(p.Out, r)
	}
	add := func(state string, count int, numbers []string) {
		p.Pool = append(p.Pool, PoolRow{state, p.T("settings.badge-" + state), strings.Join(numbers, ", "), count})
	}
	add(string(office.Free), len(in[office.Free]), in[office.Free])
	add("out", len(out), out)
	for _, s := range office.BadgeStates[1:] {
		add(string(s), len(in[s]), in[s])
	}
}

// saveBadges also refuses to make the pool smaller than a number that is out.
func (d *Door) saveBadges(c *fiber.Ctx) error {
	m, err := web.Form[badgesForm](c)
	o, oerr := d.Book.Home(c.UserContext())
	if oerr != nil {
		return oerr
	}
	taken, oerr := d.Book.TakenBadges(c.UserContext(), o)
	if oerr != nil {
		return oerr
	}
	return d.save(c, badgesSection, err, func(o office.Office) (office.Office, error) {
		o, no := m.apply(o)
		o.Rules.AutoPrint, o.Lockers = m.AutoPrint, lockerNames(m.Lockers)
		for n := range taken {
			if no == nil && n > o.Badges.Count {
				no = append(no, errOutside.At("badges").With("number", visit.BadgeName(o, slices.Max(slices.Collect(maps.Keys(taken))))))
			}
		}
		return o, no.Err()
	}, d.badgesPage)
}

// markBadges puts numbers into another state, with the reason. What a visit holds is
// not changed here: the visit says what became of it.
func (d *Door) markBadges(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Numbers string `form:"numbers" max:"600"`
		State   string `form:"state" max:"10"`
		Reason  string `form:"reason" max:"200"`
	}](c)
	o, oerr := d.Book.Home(c.UserContext())
	if oerr != nil {
		return oerr
	}
	taken, oerr := d.Book.TakenBadges(c.UserContext(), o)
	if oerr != nil {
		return oerr
	}
	s := poolSection
	s.reason = m.Reason
	return d.save(c, s, err, func(o office.Office) (office.Office, error) {
		var no refusal.List
		numbers, err := badgeNumbers(m.Numbers, o.Badges)
		no = append(no, refusal.Of(err)...)
		if !slices.Contains(office.BadgeStates, office.BadgeState(m.State)) {
			no = append(no, office.ErrBadgeState.At("state"))
		}
		if m.Reason == "" {
			no = append(no, errWhy.At("reason"))
		}
		for _, n := range numbers {
			if _, out := taken[n]; out {
				no = append(no, errHeld.At("numbers").With("number", visit.BadgeName(o, n)))
			}
		}
		if no != nil {
			return o, no
		}
		for _, n := range numbers {
			if o.Badges, err = o.Badges.With(n, office.BadgeState(m.State)); err != nil {
				return o, err
			}
			o.Badges = o.Badges.NotedAt(n, d.Book.Now())
		}
		return o, nil
	}, d.badgesPage)
}
