package admin

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Tick is one thing to give back. Value names guest and thing, "0:badge".
type Tick struct {
	Value, Member, ID string
	Code              string // the badge's number or the locker
	Label, Left       string // in the list, and in "not yet: …"
	On, Fixed         bool   // fixed: it is back already, or recorded as lost
	Note              string // when it came back, that it is lost, why it stays
	Behind, Open      bool   // stays here; its panel is open
}

// handed are the ticks of an open check-out, so that a scan, or a panel about one
// thing, loses none of them.
var handed = web.NewSealed[ticked]("give", 30*time.Minute)

type ticked struct {
	Lead, By string
	Keys     []string // "0:badge"
	Damaged  []string // of which guests' badges, "0"
	Behind   []string // what stays, "0:2"
	Reason   string   // and why
	Ending   visit.Ending
	Day      string // that was agreed with the guest
}

var tickValue = regexp.MustCompile(`^[0-9]{1,2}:(badge|card|[0-9]{1,2})$`)

// memberKey is a guest's place in the party: 0 for the lead and for whoever is alone.
func memberKey(v visit.Visit) string {
	if _, n, ok := strings.Cut(v.ID, "."); ok {
		return n
	}
	return "0"
}

// ticks lists what was given and taken, in the order of giving back.
func ticks(p web.Page, v visit.Visit, on func(key string) bool) []Tick {
	f := v.Facts
	whose := f.Guest.First()
	if f.Confidential || !f.Erased.IsZero() {
		whose = visit.BadgeName(p.Office, f.Badge.Number)
	}
	number := visit.BadgeName(p.Office, f.Badge.Number)
	kind := p.T(f.Document.Kind.TextKey())
	var out []Tick
	for _, t := range f.Things() {
		tick := Tick{Member: memberKey(v), On: on(t.Key), Behind: t.Behind != ""}
		tick.Value = tick.Member + ":" + t.Key
		tick.ID = "back-" + tick.Member + "-" + t.Key
		switch t.Key {
		case visit.BadgeKey:
			tick.Code, tick.Left = number, number
			tick.Label = p.T("visit.thing-badge", "who", whose)
		case visit.CardKey:
			tick.Code, tick.Left = number, p.T("visit.left-card", "number", number)
			tick.Label = p.T("visit.thing-card", "kind", kind, "who", whose)
			if f.Document.Kind == identity.KTP {
				tick.Label = p.T("visit.thing-ktp", "who", whose)
			}
		default:
			tick.Code, tick.Left = t.Locker, itemName(p, t.What)
			tick.Label = tick.Left + " " + whose
		}
		switch {
		case t.Key == visit.BadgeKey && f.Outside() && !t.Lost:
			tick.On, tick.Fixed, tick.Note = true, true, p.T("visit.at-desk")
		case !t.Back.IsZero():
			tick.On, tick.Fixed, tick.Note = true, true, p.T("visit.back-at", "time", p.Clock(t.Back))
		case t.Lost:
			tick.Fixed, tick.Note = true, p.T("visit.lost-short", "time", p.Clock(f.Badge.LostAt))
		case tick.Behind:
			tick.Note = t.Behind
		}
		out = append(out, tick)
	}
	return out
}

// keepTicks remembers the ticks and leads back to the page.
func (d *Door) keepTicks(c *fiber.Ctx, s account.Stamp, v visit.Visit, party []visit.Visit, in leaving) error {
	keep := ticked{Lead: v.Lead(), By: s.By, Keys: in.Back, Behind: in.Behind, Reason: in.Reason, Ending: in.Ending, Day: in.Day}
	if old, _ := handed.Load(c); old.Lead == keep.Lead {
		keep.Damaged = old.Damaged
	}
	if in.All {
		keep.Keys = nil
		for _, w := range party {
			if key := memberKey(w); slices.Contains(in.Who, key) {
				for _, t := range w.Facts.Things() {
					keep.Keys = append(keep.Keys, key+":"+t.Key)
				}
			}
		}
	}
	if err := handed.Save(c, keep); refusal.Of(err) == nil && err != nil {
		return err
	}
	to := web.Path("/kunjungan/:id/leave")
	switch {
	case tickValue.MatchString(in.Problem):
		to += web.Path("?masalah=" + in.Problem)
	case in.Part:
		to += "?sebagian=1"
	}
	return web.Redirect(c, to, v.ID)
}

// tickScanned ticks a badge that came back into the officer's hand, beside what
// was ticked already.
func (d *Door) tickScanned(c *fiber.Ctx, v visit.Visit, given []string) error {
	keep, _ := handed.Load(c)
	if by := web.Person(c); by == nil || keep.Lead != v.Lead() || keep.By != by.Login {
		keep = ticked{Lead: v.Lead(), By: web.Stamp(c).By}
	}
	for _, k := range append(given, memberKey(v)+":"+visit.BadgeKey) {
		if tickValue.MatchString(k) && !slices.Contains(keep.Keys, k) {
			keep.Keys = append(keep.Keys, k)
		}
	}
	err := handed.Save(c, keep)
	if refusal.Of(err) != nil {
		return nil // too many ticks for a cookie: the page opens without them
	}
	return err
}

func (d *Door) tickDamaged(c *fiber.Ctx, v visit.Visit) error {
	if err := d.tickScanned(c, v, nil); err != nil {
		return err
	}
	keep, _ := handed.Load(c)
	keep.Damaged = append(keep.Damaged, memberKey(v))
	return handed.Save(c, keep)
}
