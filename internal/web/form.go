package web

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
)

// Refusals about single fields.
var (
	ErrText   = refusal.New(refusal.Invalid, "form.text")     // not valid UTF-8
	ErrLong   = refusal.New(refusal.Invalid, "form.long")     // more than {max} characters
	ErrNumber = refusal.New(refusal.Invalid, "form.number")   // not a whole number
	ErrDate   = refusal.New(refusal.Invalid, "form.date")     // not a date
	ErrChoice = refusal.New(refusal.Invalid, "form.choice")   // not one of the choices
	ErrMany   = refusal.New(refusal.Invalid, "form.too-many") // more than {max} entries
)

const (
	listMax = 50  // entries of a list
	textMax = 200 // characters of a text whose field has no max tag
)

// Form reads the posted form into a T. Only fields with a `form:"name"` tag are filled,
// whatever is absent stays zero, and every refused field is named once in the error (a
// refusal.List); the rest of T is filled even then.
//
// Fields may be strings (cleaned; `max:"80"` characters, 200 without the tag), types of
// string with a Valid() bool method, whole numbers, bools (a ticked box), time.Time
// (2006-01-02, 02-01-2006 or 2006-01-02T15:04 in the office's zone), nested structs
// (document.kind), and lists of all these (need=a&need=b, items[0].kind; at most 50).
// `form:"story,lines"` keeps line ends, `form:"password,raw"` leaves every character as it
// is. Given a prototype, as in Form(c, rule.Move), it fills a zero value of its type.
func Form[T any](c *fiber.Ctx, proto ...T) (T, error) { return decode(c, of(c).values, proto...) }

// Query reads the address's query in the same way, for pages with filters.
func Query[T any](c *fiber.Ctx) (T, error) {
	v, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		v = url.Values{}
	}
	return decode[T](c, v)
}

func decode[T any](c *fiber.Ctx, from url.Values, proto ...T) (T, error) {
	zone := time.UTC
	if o, err := of(c).loadOffice(c.UserContext()); err == nil {
		zone = of(c).door.now(o).Location()
	}
	return fill(from, zone, proto...)
}

func fill[T any](from url.Values, zone *time.Location, proto ...T) (T, error) {
	kind := reflect.TypeFor[T]()
	if len(proto) > 0 {
		kind = reflect.TypeOf(proto[0])
	}
	d := decoder{from: from, zone: zone}
	v := reflect.New(kind).Elem()
	d.group(v, "")
	return v.Interface().(T), d.no.Err()
}

type decoder struct {
	from url.Values
	zone *time.Location
	no   refusal.List
	bad  bool // the last value was refused
}

func (d *decoder) refuse(r *refusal.Refusal, name string) {
	d.bad = true
	if !slices.ContainsFunc(d.no, func(o *refusal.Refusal) bool { return o.Field == name }) {
		d.no = append(d.no, r.At(name))
	}
}

var timeType = reflect.TypeFor[time.Time]()

func (d *decoder) group(v reflect.Value, prefix string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("form"), ",")
		if name == "" || !f.IsExported() {
			continue
		}
		limit, err := strconv.Atoi(f.Tag.Get("max"))
		if err != nil {
			limit = textMax
		}
		name = prefix + name
		switch one := v.Field(i); {
		case one.Kind() == reflect.Slice && group(one.Type().Elem()):
			d.groups(one, name)
		case one.Kind() == reflect.Slice:
			d.list(one, name, option, limit)
		case group(one.Type()):
			d.group(one, name+".")
		case len(d.from[name]) > 0:
			d.scalar(one, d.from[name][0], name, option, limit)
		}
	}
}

func group(t reflect.Type) bool { return t.Kind() == reflect.Struct && t != timeType }

// list fills a list from a repeated field; empty entries are left out.
func (d *decoder) list(v reflect.Value, name, option string, limit int) {
	given := slices.DeleteFunc(slices.Clone(d.from[name]), func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(given) > listMax {
		d.refuse(ErrMany.With("max", listMax), name)
		return
	}
	for _, s := range given {
		one := reflect.New(v.Type().Elem()).Elem()
		d.bad = false
		if d.scalar(one, s, name, option, limit); !d.bad {
			v.Set(reflect.Append(v, one))
		}
	}
}

// groups fills a list of structs from items[0].kind, items[1].kind …; entries keep their
// place, and empty ones at the end are left out.
func (d *decoder) groups(v reflect.Value, name string) {
	n := 0
	for key := range d.from {
		rest, ok := strings.CutPrefix(key, name+"[")
		index, _, closed := strings.Cut(rest, "].")
		if !ok || !closed {
			continue
		}
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= listMax {
			d.refuse(ErrMany.With("max", listMax), name)
			return
		}
		n = max(n, i+1)
	}
	list := reflect.MakeSlice(v.Type(), n, n)
	for i := range n {
		d.group(list.Index(i), name+"["+strconv.Itoa(i)+"].")
	}
	for n > 0 && list.Index(n-1).IsZero() {
		n--
	}
	if n > 0 {
		v.Set(list.Slice(0, n))
	}
}

// scalar fills one value. What is empty stays zero: whether it may is the move's affair.
func (d *decoder) scalar(v reflect.Value, s, name, option string, limit int) {
	text := s
	if option != "raw" {
		text, _ = Clean(s, option == "lines")
	}
	switch {
	case !utf8.ValidString(s):
		d.refuse(ErrText, name)
	case utf8.RuneCountInString(text) > limit:
		d.refuse(ErrLong.With("max", limit), name)
	case text == "":
	case v.Type() == timeType:
		d.time(v, text, name)
	case v.Kind() == reflect.String:
		v.SetString(text)
		if e, ok := v.Interface().(interface{ Valid() bool }); ok && !e.Valid() {
			v.SetString("")
			d.refuse(ErrChoice, name)
		}
	case v.Kind() == reflect.Bool:
		on := slices.Contains([]string{"1", "on", "true", "yes", "ya"}, text)
		v.SetBool(on)
		if !on && text != "0" && text != "false" && text != "no" {
			d.refuse(ErrChoice, name)
		}
	case v.CanInt():
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v.OverflowInt(n) {
			d.refuse(ErrNumber, name)
			return
		}
		v.SetInt(n)
	default:
		panic("web: a form cannot fill " + v.Type().String())
	}
}

func (d *decoder) time(v reflect.Value, s, name string) {
	for _, layout := range []string{time.DateOnly, "02-01-2006", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, s, d.zone); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			v.Set(reflect.ValueOf(t))
			return
		}
	}
	d.refuse(ErrDate, name)
}
