package admin

import (
	"fmt"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// VerifyPage is the check-in: card, person, badge and pocket, custody, destination.
type VerifyPage struct {
	Frame
	Visit    string
	Name     string // of the guest; of a confidential one nothing
	Pill     Pill
	What     string
	Watch    *Clock
	Before   string   // "Pernah datang n×"
	Carried  []string // from what the form is filled in: the guest's earlier visit, the rest of the party
	Secret   bool
	Kinds    []Option
	Number   Number
	CardName string
	Sexes    []Option
	Origins  []Option
	From     string
	Photo    bool // one is kept already
	Badges   []BadgeChoice
	Proposed string // the next free number, as people say it
	Free     string // "30 dari 40 kosong."
	Items    []ItemRow
	Lockers  Lockers
	Screens  []Option
	Units    []Option
	Hosts    HostChoice
	Channels []Option
	Asks     bool
	TakeBack bool
	Typing   bool      // the form came back: what stands in it is not saved
	Awaited  int       // companions who are not here yet
	Rest     string    // the member whose check-in comes after this one
	Print    *Printing // the badge of the member before
}

// Number is the part of the form about the document's number: what is doubtful,
// what is refused, and whether it is saved as written. It is fetched alone while
// the officer types.
type Number struct {
	web.Page
	Visit    string
	Value    string
	Label    string
	Warnings []string
	Wrong    string // the rule that refuses the number
	Why      bool   // "as written on the card" and its reason are asked
}

// ItemRow is one further thing in custody.
type ItemRow struct {
	N      int
	What   web.Field
	Locker web.Field
}

func (d *Door) verifyPage(c *fiber.Ctx) error {
	id := c.Params("id")
	page := web.NewPage(c, web.Desk, "verify.head")
	v, party, err := d.visit(c, page)
	if err != nil {
		return err
	}
	if !has(v, visit.Arrived) {
		return d.cardWith(c, "")
	}
	f, err := d.frame(c, id, "verify.head")
	if err != nil {
		return err
	}
	facts := v.Facts
	page, same := sameForTheRest(f.Page, v, party)
	carried := ""
	if f.Page, carried, err = d.carried(c, page, v); err != nil {
		return err
	}
	p := VerifyPage{
		Frame: f, Visit: id, Name: fullName(f.Page, v), Secret: facts.Confidential, What: join(purposeOf(f.Page, v), shortUnit(f.Page, facts.Unit)),
		Pill: Pill{"pill--arrived", f.T("visit.arrived-at", "time", f.Page.Clock(facts.ArrivedAt))}, Watch: serviceClock(f.Page, facts),
	}
	p.Frame.Seen = v.Seen()
	p.settle()
	for _, text := range []string{carried, same} {
		if text != "" {
			p.Carried = append(p.Carried, text)
		}
	}
	if w, ok := nextOfParty(v, party); ok {
		p.Rest = shortName(p.Page, w)
	}
	p.Print = printingOf(c, p.Page, party)
	if p.Before, err = d.cameBefore(c, f.Page, v); err != nil {
		return err
	}
	p.Typing, p.Focus = p.Again(), true
	p.Kinds = kinds(p.Page)
	p.Number = numberPart(p.Page, v)
	p.CardName = p.Typed("name", hide(v, facts.Guest.Name))
	sex := p.Typed("sex", "")
	p.Sexes = []Option{{"male", f.T("identity.sex.male"), sex == "male"}, {"female", f.T("identity.sex.female"), sex == "female"}}
	origin := p.Typed("origin", string(facts.Guest.Origin))
	for _, o := range visit.Origins {
		p.Origins = append(p.Origins, Option{string(o), f.T("visit.origin-" + string(o)), string(o) == origin})
	}
	p.From = p.Typed("from", hide(v, facts.Guest.From))
	if p.Photo, err = d.Book.HasPhoto(c.UserContext(), f.Office.ID, id); err != nil {
		return err
	}
	if err := d.badges(c, &p); err != nil {
		return err
	}
	p.Items = itemRows(p.Page)
	if p.Lockers, err = d.lockersTyped(c, p.Page, id); err != nil {
		return err
	}
	screen := p.Typed("screening", string(visit.Nothing))
	for _, s := range []visit.Screening{visit.Nothing, visit.Surrendered, visit.Permit, visit.Resists} {
		p.Screens = append(p.Screens, Option{string(s), f.T("visit.screening-" + string(s)), string(s) == screen})
	}
	p.Units = unitChoice(p.Page, p.Typed("unit", facts.Unit))
	p.Hosts = hostChoice(p.Page, "", p.Typed("host", facts.Host))
	p.Channels = channels(p.Page, visit.Telephone)
	p.Asks = p.Ticked("ask", "1", true)
	if p.TakeBack = v.Undoable(web.Stamp(c), f.Office) == nil; p.TakeBack && p.Undo != nil && p.Undo.Visit == id {
		p.Undo = nil // the page has a button of its own for it
	}
	for _, w := range party[0].Facts.Companions {
		if w.Here.IsZero() {
			p.Awaited++
		}
	}
	p.Keys = []web.Key{
		{Cap: "Tab", Text: f.T("desk.key-next")}, {Cap: "Alt O", Text: f.T("desk.key-photo")}, {Cap: "Alt I", Text: f.T("desk.key-item")},
		{Cap: "Alt S", Text: f.T("verify.key-save")}, {Cap: "Esc", Text: f.T("verify.key-back")}, {Cap: "Alt Z", Text: f.T("desk.key-undo")},
	}
	return web.Show(c, "admin/verify", p)
}

// hide keeps what the guest wrote from being proposed when the visit is confidential:
// nothing is opened here, it is copied from the card in front of the officer.
func hide(v visit.Visit, written string) string {
	if v.Facts.Confidential {
		return ""
	}
	return written
}

func kinds(p web.Page) []Option {
	chosen := p.Typed("document", string(identity.KTP))
	var out []Option
	for _, k := range identity.Kinds() {
		out = append(out, Option{string(k), p.T(k.TextKey()), string(k) == chosen})
	}
	return out
}

// numberPart judges what stands in the number's field: doubts never block, and a
// hard error offers "as written on the card".
func numberPart(p web.Page, v visit.Visit) Number {
	n := Number{Page: p, Visit: v.ID, Value: p.Typed("number", ""), Label: p.T("verify.number"), Wrong: p.Wrong("number")}
	kind := identity.Kind(p.Typed("document", string(identity.KTP)))
	if kind.BearsNIK() {
		n.Label, n.Value = p.T("verify.nik"), identity.Fours(n.Value)
	}
	written := p.Ticked("as_written", "1", false)
	n.Why = written || n.Wrong != "" || p.Wrong("number_why") != ""
	if n.Value == "" || !kind.Valid() {
		return n
	}
	_, doubts, err := identity.Check(kind, n.Value, false, "", p.Now)
	for _, r := range refusal.Of(err) {
		n.Wrong, n.Why = p.Say(r), true
	}
	sex := identity.Sex(p.Typed("sex", ""))
	if !sex.Valid() {
		sex = map[visit.Salute]identity.Sex{visit.Ibu: identity.Female, visit.Bapak: identity.Male}[v.Facts.Guest.Salute]
	}
	more := identity.Doubts(identity.Document{Kind: kind, Number: n.Value}, sex, time.Time{}, p.Now)
	for _, w := range append(doubts, more...) {
		text := p.T(w.Key, w.Pairs(p.Lang.Day)...)
		if !slices.Contains(n.Warnings, text) {
			n.Warnings = append(n.Warnings, text)
		}
	}
	return n
}

// numberCheck is the part about the number while it is typed: a form's harmless
// check, which changes nothing.
func (d *Door) numberCheck(c *fiber.Ctx) error {
	return web.Again(c, nil, func(c *fiber.Ctx) error {
		p := web.NewPage(c, web.Desk, "verify.head")
		v, _, err := d.visit(c, p)
		if err != nil {
			return err
		}
		return web.Show(c, "admin/verify_number", numberPart(p, v))
	})
}

// itemRows are the rows that came back, and at least one.
func itemRows(p web.Page) []ItemRow {
	var out []ItemRow
	for n := range 20 {
		what, locker := fmt.Sprintf("items[%d].what", n), fmt.Sprintf("items[%d].locker", n)
		if n > 0 && p.Typed(what, "") == "" && p.Typed(locker, "") == "" {
			continue
		}
		out = append(out, ItemRow{n, p.Field(what, "verify.item", "").Max(120), p.Field(locker, "verify.locker", "").Max(20)})
	}
	return out
}

// verify saves the check-in. A photo that came as a file is kept first, so that it
// is still there when something else is refused.
func (d *Door) verify(c *fiber.Ctx) error {
	id := c.Params("id")
	s := web.Stamp(c)
	m, err := web.Form[visit.Verify](c)
	more, merr := web.Form[struct {
		Add  bool `form:"add"`  // one more row for an item, without scripts
		Rest bool `form:"rest"` // the next of the party comes after this one
	}](c)
	if err == nil {
		err = merr
	}
	if photo := web.File(c, "photo"); photo != nil {
		if perr := d.keepPhoto(c, s, id, photo); perr != nil {
			return d.refused(c, perr, d.verifyPage)
		}
	}
	harmless := web.Check(c) || more.Add
	var v visit.Visit
	if err == nil && !harmless {
		v, err = d.Book.Move(c.UserContext(), s, id, m)
	}
	if more.Add {
		err = nil
	}
	if err == nil && web.Check(c) {
		err = d.tryVerify(c, id, m)
	}
	if err != nil || harmless {
		return d.refused(c, err, d.verifyPage)
	}
	undoable.Clear(c)
	if more.Rest {
		return d.onToNext(c, v)
	}
	return d.printed(c, v, false)
}

// tryVerify says what saving would refuse, and saves nothing.
func (d *Door) tryVerify(c *fiber.Ctx, id string, m visit.Verify) error {
	s := web.Stamp(c)
	v, err := d.Book.Visit(c.UserContext(), s.Office, id)
	if err != nil {
		return err
	}
	o, err := d.Book.Office(c.UserContext(), s.Office)
	if err != nil {
		return err
	}
	if m.Photo, err = d.Book.HasPhoto(c.UserContext(), s.Office, id); err != nil {
		return err
	}
	_, err = visit.Do(v, m, s, o)
	return err
}
