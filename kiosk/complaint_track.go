package kiosk

import (
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// tracked names the complaint that this browser has shown code and PIN of.
type tracked struct {
	ID   string `json:"i"`
	Code string `json:"c"`
}

// tracking lives as long as somebody reads and writes, and a little longer.
var tracking = web.NewSealed[tracked]("track", 20*time.Minute)

// FindPage asks for code and PIN.
type FindPage struct {
	complaining
	Code string // from the receipt's QR code
}

// CodeKeys are the page's letters and digits.
func (p FindPage) CodeKeys() board { return board{Lang: p.Lang, For: "kode pin", Kind: "code"} }

// trackCode opens the page with the code of the receipt's QR filled in. What is no code
// of this office is an empty field: nothing is looked up before the PIN is there.
func (d *Door) trackCode(c *fiber.Ctx) error {
	o, err := d.Book.Home(c.UserContext())
	if err != nil {
		return err
	}
	id, _, _ := strings.Cut(c.Params("code"), ".")
	code := ""
	if strings.EqualFold(id, o.ID) {
		code = book.ShowCode(book.CleanCode(c.Params("code")))
	}
	return d.askCode(c, code)
}

func (d *Door) askCode(c *fiber.Ctx, code string) error {
	p := FindPage{complaining: d.complaining(c, "track.find-title"), Code: code}
	p.Path, p.Next = string(here(c, atTrack)), p.T("track.open")
	if p.AtKiosk() {
		p.Back, p.Body = p.Root, "kiosk kiosk--keys kiosk--code"
	}
	return web.Show(c, "kiosk/complaint_find", p)
}

// findComplaint opens a complaint by code and PIN. Unknown code and wrong PIN get the
// same words after the same work, and both count as one try.
func (d *Door) findComplaint(c *fiber.Ctx) error {
	f, err := web.Form[struct {
		Code string `form:"kode" max:"200"`
		PIN  string `form:"pin" max:"40"`
	}](c)
	ask := func(c *fiber.Ctx) error { return d.askCode(c, "") }
	if err == nil && (f.Code == "" || f.PIN == "") {
		err = ErrTrackEmpty.At(map[bool]string{true: "kode", false: "pin"}[f.Code == ""])
	}
	if err != nil {
		return web.Again(c, err, ask)
	}
	o, err := d.Book.Home(c.UserContext())
	if err != nil {
		return web.Again(c, err, ask)
	}
	now := d.Book.Now()
	wait, right := d.guesses.begin(web.Address(c), book.CleanCode(f.Code), o.Day(now).String(), now)
	if wait > 0 {
		return web.Again(c, ErrGuess.With("seconds", int((wait+time.Second-1)/time.Second)), ask)
	}
	one, err := d.Book.Track(c.UserContext(), o.ID, f.Code, f.PIN)
	if !errors.Is(err, book.ErrTrack) {
		right() // right, or nothing was looked at
	}
	if err != nil {
		if errors.Is(err, book.ErrTrack) {
			err = book.ErrTrack.At("kode")
		}
		return web.Again(c, err, ask)
	}
	if err := tracking.Save(c, tracked{one.ID, one.Code}); err != nil {
		return err
	}
	return web.Redirect(c, here(c, atTrack))
}

// ErrTrackEmpty asks for the code or the PIN.
var ErrTrackEmpty = refusal.New(refusal.Invalid, "kiosk.track-empty")

// tracked reads the complaint that this browser may see, and keeps the door open for
// another while; the zero tracked where there is none.
func (d *Door) tracked(c *fiber.Ctx) (complaint.Complaint, tracked, error) {
	t, ok := tracking.Load(c)
	if !ok {
		return complaint.Complaint{}, tracked{}, nil
	}
	o, err := d.Book.Home(c.UserContext())
	if err != nil {
		return complaint.Complaint{}, t, err
	}
	one, err := d.Book.Tracked(c.UserContext(), o.ID, t.ID)
	if errors.Is(err, complaint.ErrNotFound) { // erased meanwhile
		tracking.Clear(c)
		return one, tracked{}, nil
	}
	if err != nil {
		return one, t, err
	}
	return one, t, tracking.Save(c, t)
}

// TrackPage is a complaint as its author sees it.
type TrackPage struct {
	complaining
	Code     string
	State    complaint.State
	Deadline string
	Steps    []Step
	Thread   []Said
	Files    []SentFile
	Stars    int // given already
	Can      map[string]bool
}

// Step is one line of the complaint's way. A step still to come has no time.
type Step struct {
	At        time.Time
	Text      string
	Now, Next bool
}

// Said is one message of the thread.
type Said struct {
	At   time.Time
	By   string
	Text string
	Mine bool
}

func (d *Door) track(c *fiber.Ctx) error {
	now, t, err := d.tracked(c)
	if err != nil {
		return err
	}
	if t.ID == "" {
		return d.askCode(c, "")
	}
	p := TrackPage{complaining: d.complaining(c, "track.title"), Code: book.ShowCode(t.Code), State: now.Facts.State, Stars: now.Facts.Rating.Stars}
	p.Path, p.Seen, p.Back = string(here(c, atTrack)), now.Seen(), ""
	p.Deadline, p.Steps = deadline(p.Page, now.Facts), steps(p.Page, now)
	p.Files = sentFiles(p.Page, now.Facts.Files)
	p.Can = map[string]bool{
		"reply": mayNow(now, "reply"), "attach": mayNow(now, "attach") && len(p.Files) < complaint.MaxFiles && !p.AtKiosk(), "withdraw": mayNow(now, "withdraw"),
		"rate": mayNow(now, "rate"), "close": now.Facts.State == complaint.Answered, "reopen": now.Facts.Reopenable(d.Book.Now(), p.Office),
	}
	if p.Thread, err = d.said(c, p.Page, now); err != nil {
		return err
	}
	return web.Show(c, "kiosk/complaint_track", p)
}

// mayNow reports whether the complainant could make the move now.
func mayNow(c complaint.Complaint, move string) bool {
	r, ok := complaint.Find(move)
	return ok && r.May(c, account.Roles{account.Guest})
}

// Ratings are the answers to "how was it", the worst last.
func (p TrackPage) Ratings() []int { return []int{4, 3, 2, 1} }

// Writes are the ids of the page's text fields, for the kiosk's keys.
func (p TrackPage) Writes() string {
	var ids []string
	for _, f := range [][2]string{{"reply", "text"}, {"rate", "note"}} {
		if p.Can[f[0]] {
			ids = append(ids, f[1])
		}
	}
	return strings.Join(ids, " ")
}

// deadline says in words what happens next, and until when.
func deadline(p web.Page, f complaint.Facts) string {
	d := f.Next(p.Now, p.Office)
	switch {
	case d.What == complaint.Nothing:
		return ""
	case d.What == complaint.ToReply || d.What == complaint.Silence:
		return p.T("track.until-"+string(d.What), "day", p.Day(d.Day))
	}
	by := f.AnswerBy(p.Office) // the office's steps in between are its own affair
	left := p.Office.Workdays(p.Now, by)
	text := p.T("track.answer-by", "day", p.Day(by)) + " "
	switch {
	case p.Office.Day(p.Now).After(by):
		return p.T("track.late", "day", p.Day(by))
	case left == 0:
		return text + p.T("track.today")
	}
	return text + p.T("track.left", "n", left)
}

// steps are the states that the complaint went through, and what is still to come. The
// log says when: of an anonymous complaint it knows the day alone, and of any other no
// more is shown.
func steps(p web.Page, c complaint.Complaint) []Step {
	var out []Step
	var last complaint.State
	for _, e := range c.Log {
		if e.State != last {
			out = append(out, Step{At: e.At, Text: p.T("track.state-" + string(e.State))})
		}
		last = e.State
	}
	if len(out) > 0 {
		out[len(out)-1].Now = true
	}
	switch s := c.Facts.State; {
	case s.Working() || s == complaint.NeedsData:
		out = append(out, Step{Next: true, Text: p.T("track.next-answer")})
	case s == complaint.Answered:
		out = append(out, Step{Next: true, Text: p.T("track.next-closed")})
	}
	return out
}

// said is the thread in words. Who of the office writes has no name here, unless the
// office says so.
func (d *Door) said(c *fiber.Ctx, p web.Page, one complaint.Complaint) ([]Said, error) {
	var out []Said
	for _, m := range one.Facts.Public() {
		s := Said{At: m.At, By: p.T("track.you"), Text: m.Text, Mine: m.Mine()}
		if !s.Mine {
			s.By = p.T("track.officer")
		}
		if !s.Mine && p.Office.Complaints.ShowNames {
			a, err := d.Book.Account(c.UserContext(), m.By)
			if err != nil && refusal.Of(err) == nil {
				return nil, err
			}
			if a.Name != "" {
				s.By = a.Name
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// DayISO is a day for machines. No page about a complaint says the hour.
func (p complaining) DayISO(t time.Time) string {
	return t.In(p.Now.Location()).Format(time.DateOnly)
}
