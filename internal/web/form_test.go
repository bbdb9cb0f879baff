package web_test

import (
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

type outcome string

func (o outcome) Valid() bool { return o == "none" || o == "held" }

type item struct {
	Kind   string `form:"kind" max:"10"`
	Locker int    `form:"locker"`
}

type document struct {
	Number string  `form:"number"`
	Seen   outcome `form:"seen"`
}

// verify has one of everything that a form may fill.
type verify struct {
	Name     string    `form:"name" max:"5"`
	Story    string    `form:"story,lines" max:"500"`
	Password string    `form:"password,raw"`
	Badge    int       `form:"badge"`
	Small    int8      `form:"small"`
	Held     bool      `form:"held"`
	On       time.Time `form:"on"`
	Outcome  outcome   `form:"outcome"`
	Needs    []string  `form:"needs"`
	Badges   []int     `form:"badges"`
	Document document  `form:"document"`
	Items    []item    `form:"items"`
	By       string    // no tag: a form can never fill it
	Roles    []string  `json:"roles"`
}

// Moves have no exported fields without a tag, yet a prototype behind an interface must work.
type move interface{ moves() }

func (verify) moves() {}

func wib(y int, m time.Month, d, h, min int) time.Time {
	return time.Date(y, m, d, h, min, 0, 0, time.FixedZone("WIB", 7*3600))
}

func TestFormsAreReadFieldByField(t *testing.T) {
	for _, c := range []struct {
		name string
		sent string
		want verify
		no   []string // "field key"
	}{
		{"nothing", "", verify{}, nil},
		{"plain", "name=Sari&badge=17&held=on&outcome=held", verify{Name: "Sari", Badge: 17, Held: true, Outcome: "held"}, nil},
		{"fields without a tag, by their Go names", "By=admin&by=admin&Roles=admin&roles=admin&Name=X", verify{}, nil},
		{"too long, in characters and not bytes", "name=" + url.QueryEscape("Ńńńńń"), verify{Name: "Ńńńńń"}, nil},
		{"too long", "name=Sarinah", verify{}, []string{"name form.long"}},
		{"without a max", "password=" + strings.Repeat("a", 201), verify{}, []string{"password form.long"}},
		{"spaces around", "name=++Sari++", verify{Name: "Sari"}, nil},
		{"a password keeps its spaces", "password=+a%20b+", verify{Password: " a b "}, nil},
		{"NFC", "name=" + url.QueryEscape("e\u0301"), verify{Name: "\u00e9"}, nil},
		{"control and direction characters", "name=" + url.QueryEscape("a\x00\x07\u202eb\u200b\ufeff"), verify{Name: "ab"}, nil},
		{"line ends in a line", "name=a%0D%0Ab", verify{Name: "a b"}, nil},
		{"line ends in a story", "story=a%0D%0Ab%0Dc", verify{Story: "a\nb c"}, nil},
		{"not UTF-8", "name=%ff%fe&badge=3", verify{Badge: 3}, []string{"name form.text"}},
		{"not a number", "badge=seventeen", verify{}, []string{"badge form.number"}},
		{"a number out of range", "small=300", verify{}, []string{"small form.number"}},
		{"a number out of every range", "badge=99999999999999999999", verify{}, []string{"badge form.number"}},
		{"an empty number", "badge=", verify{}, nil},
		{"an unticked box", "held=", verify{}, nil},
		{"a box with another value", "held=maybe", verify{}, []string{"held form.choice"}},
		{"not a choice", "outcome=released", verify{}, []string{"outcome form.choice"}},
		{"a date", "on=2026-11-23", verify{On: wib(2026, 11, 23, 0, 0)}, nil},
		{"a date as people write it", "on=23-11-2026", verify{On: wib(2026, 11, 23, 0, 0)}, nil},
		{"a date and time", "on=2026-11-23T09:42", verify{On: wib(2026, 11, 23, 9, 42)}, nil},
		{"no such date", "on=2026-02-30", verify{}, []string{"on form.date"}},
		{"a date of another age", "on=0001-01-01", verify{}, []string{"on form.date"}},
		{"a list", "needs=wheelchair&needs=&needs=interpreter&badges=1&badges=2", verify{Needs: []string{"wheelchair", "interpreter"}, Badges: []int{1, 2}}, nil},
		{"51 entries", strings.Repeat("needs=a&", 51), verify{}, []string{"needs form.too-many"}},
		{"a struct", "document.number=62&document.seen=none", verify{Document: document{"62", "none"}}, nil},
		{"a struct's bad choice", "document.seen=maybe", verify{}, []string{"document.seen form.choice"}},
		{"items", "items[0].kind=phone&items[0].locker=12&items[1].kind=bag", verify{Items: []item{{"phone", 12}, {"bag", 0}}}, nil},
		{"an empty row between", "items[0].kind=phone&items[1].kind=&items[2].kind=bag&items[3].kind=", verify{Items: []item{{"phone", 0}, {}, {"bag", 0}}}, nil},
		{"one bad row", "items[1].locker=x", verify{}, []string{"items[1].locker form.number"}},
		{"items[900]", "items[900].kind=phone", verify{}, []string{"items form.too-many"}},
		{"items[-1]", "items[-1].kind=phone", verify{}, []string{"items form.too-many"}},
		{"items[x]", "items[x].kind=phone", verify{}, []string{"items form.too-many"}},
		{"one refusal a field, all fields named", "name=Sarinah&badge=x&badges=a&badges=b", verify{}, []string{"name form.long", "badge form.number", "badges form.number"}},
	} {
		got, err := web.Decode[verify](c.sent)
		var no []string
		for _, r := range refusal.Of(err) {
			no = append(no, r.Field+" "+r.Key)
		}
		if !slices.Equal(no, c.no) {
			t.Errorf("%s: refused %q, want %q", c.name, no, c.no)
		}
		if !same(got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func same(a, b verify) bool {
	on := a.On.Equal(b.On)
	a.On, b.On = time.Time{}, time.Time{}
	return on && reflect.DeepEqual(a, b)
}

func TestAPrototypeBehindAnInterfaceIsFilled(t *testing.T) {
	var got move
	var err error
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/card", cardPage)
		app.Post("/card", func(c *fiber.Ctx) error {
			got, err = web.Form(c, move(verify{Name: "the table's own"}))
			return web.Redirect(c, "/card")
		})
	})
	webtest.New(t, base).Get("/card").Form("Simpan").Set("badge", "17").Set("name").Press("Simpan").Want(200)
	if v, ok := got.(verify); err != nil || !ok || v.Badge != 17 || v.Name != "" {
		t.Errorf("%+v %v", got, err)
	}
}

// The body alone fills a form: what stands in the address is somebody else's words.
func TestTheAddressFillsNoForm(t *testing.T) {
	var got verify
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/card", cardPage)
		app.Post("/card", func(c *fiber.Ctx) error {
			got, _ = web.Form[verify](c)
			return web.Redirect(c, "/card")
		})
		app.Get("/filter", func(c *fiber.Ctx) error {
			q, err := web.Query[verify](c)
			if err != nil {
				return err
			}
			return c.SendString(q.Name)
		})
	})
	b := webtest.New(t, base)
	f := b.Get("/card").Form("Simpan").Set("name", "Sari")
	f.Action = "/card?badge=99&name=Other"
	f.Press("Simpan").Want(200)
	if got.Name != "Sari" || got.Badge != 0 {
		t.Errorf("%+v", got)
	}
	if p := b.Get("/filter?name=Sari").Want(200); p.Body != "Sari" {
		t.Errorf("a filter in the address: %q", p.Body)
	}
	b.Get("/filter?badge=x").Want(422)
}

func TestFilesComeFromMultipartForms(t *testing.T) {
	var photo []byte
	var got verify
	base := door(t, web.Staff, func(app *fiber.App) {
		app.Get("/card", cardPage)
		app.Post("/card", func(c *fiber.Ctx) error {
			var err error
			photo = web.File(c, "photo")
			if got, err = web.Form[verify](c); err != nil {
				return err
			}
			return web.Redirect(c, "/card")
		})
	})
	f := webtest.New(t, base).Get("/card").Form("Simpan").Set("name", "Sari").Attach("photo", []byte{0xff, 0xd8, 0, 0xff})
	f.Press("Simpan").Want(200)
	if string(photo) != "\xff\xd8\x00\xff" || got.Name != "Sari" {
		t.Errorf("photo %x, form %+v", photo, got)
	}
	f.Attach("photo", make([]byte, 2<<20)).Send("Simpan").Want(413)
}

func FuzzForm(f *testing.F) {
	for _, s := range []string{"name=a&badge=1", "items[0].kind=a&items[49].locker=1", "items[].kind=&items[1]x=&items[=", "name=%ff", "on=2026-13-01", "needs=" + strings.Repeat("a&needs=", 60), "document.=&document.number=%00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		got, err := web.Decode[verify](sent)
		if err != nil && refusal.Of(err) == nil {
			t.Fatalf("a form's error is no refusal: %v", err)
		}
		if got.By != "" || got.Roles != nil {
			t.Fatal("a field without a tag was filled")
		}
		if utf8.RuneCountInString(got.Name) > 5 || len(got.Needs) > 50 || len(got.Items) > 50 {
			t.Fatalf("a limit does not hold: %+v", got)
		}
		for _, s := range []string{got.Name, got.Document.Number, got.Story} {
			if clean, ok := web.Clean(s, true); !ok || clean != s {
				t.Fatalf("%q is not clean", s)
			}
		}
		if got.Outcome != "" && !got.Outcome.Valid() {
			t.Fatalf("outcome %q", got.Outcome)
		}
		seen := map[string]bool{}
		for _, r := range refusal.Of(err) {
			if seen[r.Field] || r.Field == "" {
				t.Fatalf("refusals %v", err)
			}
			seen[r.Field] = true
		}
	})
}

func TestARefusedFormNamesItsFields(t *testing.T) {
	_, err := web.Decode[verify]("name=Sarinah")
	if !errors.Is(err, web.ErrLong) || refusal.Of(err)[0].Args["max"] != 5 {
		t.Errorf("%v", err)
	}
}
