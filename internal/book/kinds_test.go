package book

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
)

// filler puts something else than zero into everything that can be set.
type filler struct{ n int }

func (f *filler) fill(v reflect.Value) {
	f.n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.UnixMilli(1_764_000_000_000 + int64(f.n)).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("v%d", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Uint8:
		v.SetUint(uint64(f.n%255 + 1))
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	default:
		panic("fill: " + v.Type().String())
	}
}

// kind is one of the kinds of documents, with its type.
type kind struct {
	name string
	of   reflect.Type
	trip func(ctx context.Context, b *Book) (in, out any, err error)
}

func tripped[T, B any](name string, of func(*Book) *store.Kind[T, B], id func(T) string) kind {
	return kind{name, reflect.TypeFor[T](), func(ctx context.Context, b *Book) (any, any, error) {
		var in T
		(&filler{}).fill(reflect.ValueOf(&in).Elem())
		k := of(b)
		if _, _, err := k.Add(ctx, "kapuas", in); err != nil {
			return in, nil, err
		}
		out, err := k.Get(ctx, "kapuas", id(in))
		return in, out, err
	}}
}

var kinds = []kind{
	tripped(KindVisit, func(b *Book) *store.Kind[visit.Visit, Line] { return b.visits }, func(v visit.Visit) string { return v.ID }),
	tripped(KindPhoto, func(b *Book) *store.Kind[Picture, struct{}] { return b.photos }, func(p Picture) string { return p.ID }),
	tripped(KindOffice, func(b *Book) *store.Kind[office.Office, struct{}] { return b.offices }, func(o office.Office) string { return o.ID }),
	tripped(KindAccount, func(b *Book) *store.Kind[account.Account, AccountLine] { return b.accounts }, func(a account.Account) string { return a.Login }),
	tripped(KindSession, func(b *Book) *store.Kind[account.Session, struct{}] { return b.sessions }, func(s account.Session) string { return s.ID }),
	tripped(KindDevice, func(b *Book) *store.Kind[account.Device, account.Device] { return b.devices }, func(d account.Device) string { return d.ID }),
	tripped(KindEnrol, func(b *Book) *store.Kind[Enrolment, struct{}] { return b.enrols }, func(e Enrolment) string { return e.Code }),
	tripped(KindCall, func(b *Book) *store.Kind[Call, Call] { return b.calls }, func(c Call) string { return c.ID }),
	tripped(KindAct, func(b *Book) *store.Kind[account.Act, struct{}] { return b.acts }, func(a account.Act) string { return actID(a.N) }),
	tripped(KindJob, func(b *Book) *store.Kind[job, struct{}] { return b.jobs }, func(j job) string { return j.Name }),
	tripped(KindSetup, func(b *Book) *store.Kind[Setup, struct{}] { return b.setups }, func(Setup) string { return setupID }),
	tripped(KindCarry, func(b *Book) *store.Kind[Carry, struct{}] { return b.carries }, func(c Carry) string { return c.Visit }),
	tripped(KindComplaint, func(b *Book) *store.Kind[complaint.Complaint, ComplaintLine] { return b.complaints }, func(c complaint.Complaint) string { return c.ID }),
	tripped(KindAttachment, func(b *Book) *store.Kind[Attachment, attachmentLine] { return b.attachments }, func(a Attachment) string { return a.ID }),
	tripped(KindDigest, func(b *Book) *store.Kind[Digest, struct{}] { return b.digests }, func(d Digest) string { return d.ID }),
	tripped(KindRollcall, func(b *Book) *store.Kind[Rollcall, struct{}] { return b.rollcalls }, func(r Rollcall) string { return r.ID }),
	tripped(KindHandover, func(b *Book) *store.Kind[Handover, HandoverLine] { return b.handovers }, func(h Handover) string { return h.ID }),
}

func TestEveryKindComesBackWhole(t *testing.T) {
	ctx := context.Background()
	s := opentest.Open(t, t.TempDir(), store.Options{})
	b := New(Config{Store: s, Keys: secret.Generate(), Now: time.Now})
	for _, k := range kinds {
		in, out, err := k.trip(ctx, b)
		if err != nil {
			t.Errorf("%s: %v", k.name, err)
		} else if !reflect.DeepEqual(in, out) {
			t.Errorf("%s: in  %+v\nout %+v", k.name, in, out)
		}
	}
}

// Every kind that a book is made of stands in the list above.
func TestEveryKindIsTested(t *testing.T) {
	of := reflect.TypeFor[Book]()
	n := 0
	for i := range of.NumField() {
		if strings.HasPrefix(of.Field(i).Type.String(), "*store.Kind[") {
			n++
		}
	}
	if n != len(kinds) {
		t.Errorf("a book has %d kinds, %d are tested", n, len(kinds))
	}
}

// open are the fields that may lie open although their names sound private, each
// with the reason.
var open = map[string]string{
	"office.Office.Address": "the office's own, printed at its door",
	"office.Office.Phone":   "the office's own, printed at its door",
	"account.Device.Token":  "a keyed hash",
	"book.Enrolment.Token":  "a keyed hash",
	"book.Setup.Token":      "a keyed hash",
	"visit.Copied.Why":      "one of three words",
}

// What may identify a guest is sealed, and so is everything in somebody's own words
// (security.md 26).
func TestPrivateFieldsAreSealed(t *testing.T) {
	private := []string{"number", "phone", "address", "photo", "text", "reason", "details", "token", "ticket", "letter", "note", "why", "behind", "jpeg"}
	used := map[string]bool{}
	seen := map[reflect.Type]bool{}
	var walk func(of reflect.Type)
	walk = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Array {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || seen[of] || of == reflect.TypeFor[time.Time]() {
			return
		}
		seen[of] = true
		for i := range of.NumField() {
			f := of.Field(i)
			text := f.Type.Kind() == reflect.String || f.Type == reflect.TypeFor[[]byte]()
			name := of.String() + "." + f.Name
			sounds := slices.ContainsFunc(private, func(p string) bool { return strings.Contains(strings.ToLower(f.Name), p) })
			guest := of == reflect.TypeFor[visit.Guest]() && (f.Name == "Name" || f.Name == "From") || of == reflect.TypeFor[visit.Companion]() && f.Name == "Name"
			if text && (sounds || guest) && f.Tag.Get("seal") == "" {
				if open[name] == "" {
					t.Errorf("%s is not sealed", name)
				}
				used[name] = true
			}
			walk(f.Type)
		}
	}
	for _, k := range kinds {
		walk(k.of)
	}
	for name := range open {
		if !used[name] {
			t.Errorf("%s needs no reason any more", name)
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}
