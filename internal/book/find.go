package book

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Outcome is what a scan or a typed text led to.
type Outcome string

// The outcomes of Find. Those about a ticket say why it does not count.
const (
	FoundReady     Outcome = "ready"     // a registration for today: the officer confirms the arrival
	FoundUsed      Outcome = "used"      // its guest has arrived already
	FoundOtherDay  Outcome = "other-day" //
	FoundCancelled Outcome = "cancelled" //
	FoundExpired   Outcome = "expired"   //
	FoundBadge     Outcome = "badge"     // a badge that is out: its visit
	FoundDeadBadge Outcome = "dead-badge"
	FoundList      Outcome = "list" // visits that match a name, phone or document number
	FoundNone      Outcome = "none" // nothing matches what was typed
	FoundUnknown   Outcome = "unknown"
	FoundElsewhere Outcome = "elsewhere" // another office's ticket or badge
)

// Found is the answer to a scan. A scan changes nothing: the visit is shown,
// and a person decides (domain.md 2).
type Found struct {
	Outcome Outcome
	Visit   visit.Visit // for all but list, none, unknown, elsewhere
	Arrival visit.Entry // for used: who recorded the arrival, when
	Rows    []store.Row[Line]
	More    bool
	Office  string // for elsewhere
	Text    string // what was read, as read
}

// Refusals about searching.
var (
	ErrSearchShort = refusal.New(refusal.Invalid, "book.search-short")
	ErrCursor      = refusal.New(refusal.Invalid, "book.cursor")
)

// address is the content of a QR code: BASE-URL/t/OFFICE.TOKEN or /b/OFFICE.TOKEN.
// Keyboard scanners may have the wrong layout; the end of the text is enough.
var address = regexp.MustCompile(`(?i)/([tb])/([a-z0-9]{2,12})\.([0-9a-z]{26})/?$`)

// Find looks up what was scanned or typed: a ticket's or badge's address, its
// bare token, a short code, a badge number, a phone or document number, or names.
func (b *Book) Find(ctx context.Context, s account.Stamp, text string) (Found, error) {
	s = b.stamped(s)
	text = strings.TrimSpace(text)
	found := Found{Outcome: FoundNone, Text: text}
	if m := address.FindStringSubmatch(text); m != nil {
		if !strings.EqualFold(m[2], s.Office) {
			return Found{Outcome: FoundElsewhere, Office: strings.ToLower(m[2]), Text: text}, nil
		}
		return b.findToken(ctx, s, m[3], found)
	}
	// Six or twenty-six letters may also be a name, so what is no known code or
	// token is looked for among the names.
	clean := secret.Clean(text)
	switch {
	case secret.ValidToken(clean):
		if f, err := b.findToken(ctx, s, clean, found); err != nil || f.Outcome != FoundUnknown {
			return f, err
		}
	case secret.ValidCode(clean):
		if f, err := b.findTag(ctx, s, "code:"+clean, found); err != nil || f.Outcome != FoundUnknown {
			return f, err
		}
	}
	return b.findTyped(ctx, s, text, found)
}

func (b *Book) findToken(ctx context.Context, s account.Stamp, token string, found Found) (Found, error) {
	f, err := b.findTag(ctx, s, "qr:"+b.ticketKey(token), found)
	if err != nil || f.Outcome != FoundUnknown {
		return f, err
	}
	if found, err = b.findTag(ctx, s, "badgeqr:"+b.badgeKey(token), found); err == nil && found.Outcome != FoundUnknown {
		found.Outcome = FoundBadge
		if found.Visit.Facts.TakesNumber() == 0 {
			found.Outcome = FoundDeadBadge
		}
	}
	return found, err
}

// findTag finds the one visit with a tag that is unique among tickets, or the
// newest where a short code was used again.
func (b *Book) findTag(ctx context.Context, s account.Stamp, tag string, found Found) (Found, error) {
	p, err := b.visits.ScanFull(ctx, s.Office, store.Query{Tags: []string{tag}, Newest: true, Limit: 1})
	if err != nil {
		return found, err
	}
	if len(p.Values) == 0 {
		found.Outcome = FoundUnknown
		return found, nil
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return found, err
	}
	v := p.Values[0]
	found.Visit = v
	switch {
	case v.Facts.State == visit.Cancelled:
		found.Outcome = FoundCancelled
	case v.Facts.State == visit.Expired:
		found.Outcome = FoundExpired
	case v.Facts.State != visit.Registered:
		found.Outcome = FoundUsed
		for _, e := range slices.Backward(v.Log) {
			if e.Move == "arrive" {
				found.Arrival = e
				break
			}
		}
	case v.ForToday(s.At, o):
		found.Outcome = FoundReady
	case v.Past(s.At, o):
		found.Outcome = FoundExpired
	default:
		found.Outcome = FoundOtherDay
	}
	return found, nil
}

// findTyped is for what no scanner sends: a badge number, a phone or document
// number, names.
func (b *Book) findTyped(ctx context.Context, s account.Stamp, text string, found Found) (Found, error) {
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return found, err
	}
	if n, ok := badgeNumber(text, o.Badges.Prefix); ok {
		v, err := b.visits.Claimed(ctx, s.Office, badgeClaim(n))
		switch {
		case err == nil:
			found.Outcome, found.Visit = FoundBadge, v
		case !errors.Is(err, store.ErrNotFound):
			return found, err
		}
		return found, nil
	}
	if found, err = b.findNumber(ctx, s, text, found); err != nil || found.Outcome == FoundList {
		return found, err
	}
	rows, more, err := b.byName(ctx, s.Office, text, store.Query{Newest: true, From: s.At.AddDate(0, 0, -recent), Limit: 50})
	if err != nil {
		return found, err
	}
	if found.Rows, found.More = rows, more; len(rows) > 0 {
		found.Outcome = FoundList
	} else if codeLike(text) {
		found.Outcome = FoundUnknown
	}
	return found, nil
}

// recent is how many days back the desk's field looks for names and numbers;
// what is older is found in the history.
const recent = 31

// badgeNumber reads 16, 016, T-016 or t016 as number 16.
func badgeNumber(text, prefix string) (int, bool) {
	text = strings.ToUpper(text)
	rest, ok := strings.CutPrefix(text, prefix)
	if bare := strings.TrimRight(prefix, "-."); !ok && strings.ContainsFunc(bare, unicode.IsLetter) {
		rest, _ = strings.CutPrefix(text, bare)
	}
	rest = strings.TrimSpace(rest)
	n, err := strconv.Atoi(rest)
	return n, err == nil && len(rest) <= 3 && n > 0
}

// codeLike reports whether a text looks like the content of some code rather than
// like something that a person types: an address, a code or token of ours, or
// letters and digits in one.
func codeLike(text string) bool {
	clean := secret.Clean(text)
	digit := strings.ContainsFunc(text, unicode.IsDigit)
	switch {
	case digit && (secret.ValidCode(clean) || secret.ValidToken(clean)):
		return true
	case strings.ContainsFunc(text, unicode.IsSpace):
		return false
	case strings.Contains(text, "://"):
		return true
	}
	return digit && strings.ContainsFunc(text, unicode.IsLetter) && len(text) >= 6
}

// byName finds visits by the beginnings of words; q says the period and order.
func (b *Book) byName(ctx context.Context, officeID, text string, q store.Query) ([]store.Row[Line], bool, error) {
	q.Tags = append(nameTags(text), q.Tags...)
	if len(q.Tags) == 0 {
		return nil, false, nil
	}
	p, err := b.visits.Scan(ctx, officeID, q)
	if err != nil {
		return nil, false, err
	}
	return slices.DeleteFunc(p.Rows, func(r store.Row[Line]) bool { return !matches(r.Brief, text) }), p.More, nil
}

// nameTags are the tags for a search text: of each word the longest beginning
// that is a tag.
func nameTags(text string) []string {
	var long, short []string
	for _, w := range words(text) {
		if t := first(w, 5); t != "" {
			long = append(long, "w5:"+t)
		} else {
			short = append(short, "w3:"+first(w, 3))
		}
	}
	return append(long, short...)
}

// matches re-checks a line against all words of the text, since a tag only
// says how a word begins.
func matches(l Line, text string) bool {
	have := split(l.Name + " " + l.From + " " + l.Letter)
	for _, w := range words(text) {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

// findNumber finds by phone, then by document number: the way in for guests
// whose visit is confidential too. A passport's number has letters as well.
func (b *Book) findNumber(ctx context.Context, s account.Stamp, text string, found Found) (Found, error) {
	var keys []string
	if phone, err := identity.CleanPhone(text); err == nil && phone != "" {
		keys = append(keys, "tel:"+b.phoneKey(phone))
	}
	if strings.ContainsFunc(text, unicode.IsDigit) {
		keys = append(keys, "doc:"+b.documentKey(text))
	}
	for _, tag := range keys {
		p, err := b.visits.Scan(ctx, s.Office, store.Query{Tags: []string{tag}, Newest: true, From: s.At.AddDate(0, 0, -recent), Limit: 50})
		if err != nil {
			return found, err
		}
		if len(p.Rows) > 0 {
			found.Outcome, found.Rows, found.More = FoundList, p.Rows, p.More
			return found, nil
		}
	}
	if n := len(identity.LookUp(text)); len(keys) == 1 && n >= 12 && n != 16 && n != 18 && !strings.ContainsFunc(text, unicode.IsLetter) {
		found.Outcome = FoundUnknown // no phone, NIK or NIP: the bar code of some goods
	}
	return found, nil
}
