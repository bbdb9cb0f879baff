package kiosk

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// answers are what the guest has said so far. They travel from page to page in one
// sealed cookie, so the names are short: a browser drops a cookie over 4 KB.
type answers struct {
	Purpose    string       `json:"p,omitempty"`
	Note       string       `json:"o,omitempty"`
	Letter     string       `json:"l,omitempty"`
	Unit       string       `json:"u,omitempty"`
	Host       string       `json:"h,omitempty"`
	Name       string       `json:"n,omitempty"`
	Salute     visit.Salute `json:"s,omitempty"`
	Phone      string       `json:"t,omitempty"`
	Companions []string     `json:"c,omitempty"`
	Adding     string       `json:"a,omitempty"` // a companion's name, typed and not yet added
	Needs      []visit.Need `json:"d,omitempty"`
	Weapon     string       `json:"w,omitempty"`
	Read       bool         `json:"r,omitempty"`
	Hide       bool         `json:"k,omitempty"`
}

var (
	draft = web.NewDraft[answers]("draft")
	// held says whose ticket the kiosk shows; reset and finish delete it.
	held = web.NewSealed[string]("ticket", 10*time.Minute)
)

// The pages of the wizard. A redirect takes nothing else.
const (
	atHome       web.Path = "/kios"
	atPurpose    web.Path = "/kios/keperluan"
	atLetter     web.Path = "/kios/surat"
	atUnit       web.Path = "/kios/tujuan"
	atName       web.Path = "/kios/nama"
	atNumber     web.Path = "/kios/ponsel"
	atCompanions web.Path = "/kios/pendamping"
	atReview     web.Path = "/kios/periksa"
	atTicket     web.Path = "/tiket"
)

// pages are the kiosk's pages by the word that stands for them in an address: where
// "yes, go on" and the way back from a call lead. No word names a guest.
var pages = map[string]string{
	"keperluan": string(atPurpose), "surat": string(atLetter), "tujuan": string(atUnit), "nama": string(atName),
	"ponsel": string(atNumber), "pendamping": string(atCompanions), "periksa": string(atReview),
	"standar": "/kios/standar", "tata-tertib": "/kios/tata-tertib", "data-pribadi": "/kios/data-pribadi",
	"tiket": string(atTicket), "awal": string(atHome), "panggil": string(atCall),
	"kode": string(atCode), "jawaban": string(atAnswer), "gangguan": string(atReview),
	"pengaduan": "/kios" + string(atComplaint), "pengaduan-periksa": "/kios" + string(atCheck), "tanda-terima": "/kios" + string(atReceipt),
	"lacak": "/kios" + string(atTrack), "buka-lagi": "/kios" + string(atReopen), "cabut": "/kios" + string(atWithdraw),
}

// from is the word for a path of the kiosk.
func from(path string) string {
	for word, p := range pages {
		if strings.EqualFold(p, path) && word != "gangguan" {
			return word
		}
	}
	return "awal"
}

// asksLetter reports whether the purpose has a second question.
func asksLetter(o office.Office, purpose string) bool {
	p, ok := o.Purpose(purpose)
	return ok && (p.Letter || p.Free)
}

// missing is the first page whose answer cannot be used; empty when all can. Pages may
// be visited in any order, and what a link carried along was never judged.
func (a answers) missing(o office.Office) web.Path {
	p, ok := o.Purpose(a.Purpose)
	if !ok || p.Hidden {
		return atPurpose
	}
	if _, err := visit.CleanName(a.Name); err != nil {
		return atName
	}
	if strings.TrimSpace(a.Phone) != "" {
		if _, err := identity.CleanPhone(a.Phone); err != nil {
			return atNumber
		}
	}
	return ""
}

// registration is the visit that the answers ask for.
func (a answers) registration(l lang.Lang) visit.Register {
	return visit.Register{
		Purpose: a.Purpose, Note: a.Note, Letter: a.Letter, Unit: a.Unit, Host: a.Host, Name: a.Name, Salute: a.Salute,
		Phone: a.Phone, Companions: a.Companions, Needs: a.Needs, Weapon: a.Weapon, Read: a.Read, Confidential: a.Hide,
		Source: visit.AtKiosk, Lang: string(l),
	}
}

// step is what every page of the wizard shows: the four stages, and where to go.
type step struct {
	web.Page
	Stage  int  // 1 to 4
	Change bool // opened by "Ubah" on the check page, and leads back there
}

// step makes the page of a wizard's step. back is the page before it.
func (d *Door) step(c *fiber.Ctx, title string, stage int, back web.Path) step {
	s := step{Page: d.page(c, web.Kiosk, title), Stage: stage, Change: changing(c)}
	s.Back = string(back)
	if s.Change {
		s.Back = string(atReview)
		s.Then = strings.Replace(s.Then, "dari=", "ubah=1&dari=", 1)
	}
	return s
}

// changing reports whether the guest came from the check page.
func changing(c *fiber.Ctx) bool { return c.Query("ubah") == "1" }

// Action is where the page's form is sent.
func (s step) Action() string {
	if s.Change {
		return s.Path + "?ubah=1"
	}
	return s.Path
}

// Stages are the four stages with their state.
func (s step) Stages() []stage {
	var out []stage
	for n, key := range []string{"kiosk.stage1", "kiosk.stage2", "kiosk.stage3", "kiosk.stage4"} {
		out = append(out, stage{Text: s.T(key), Done: n+1 < s.Stage, Now: n+1 == s.Stage})
	}
	return out
}

type stage struct {
	Text      string
	Done, Now bool
}

// next leads on: to the check page when the guest came from there, else to path.
func next(c *fiber.Ctx, path web.Path) error {
	if changing(c) {
		return web.Redirect(c, atReview)
	}
	return web.Redirect(c, path)
}

// kept answers a link that carried along what was typed: it is in the draft now.
func kept(c *fiber.Ctx, a answers) error {
	if err := draft.Save(c, a); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// needs drops what the guest ticked twice.
func needs(list []visit.Need) []visit.Need {
	var out []visit.Need
	for _, n := range list {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
