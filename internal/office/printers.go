package office

import (
	"regexp"
	"slices"
	"strings"

	"bukutamu/internal/refusal"
)

// Paper is a kind of paper that a printer is chosen for.
type Paper string

// The kinds of paper. A report gets its kind here, its sizes in Sizes and a name
// in the texts ("devices.paper-…").
const (
	BadgePaper   Paper = "badge"
	ReceiptPaper Paper = "receipt" // tanda terima titipan
	TicketPaper  Paper = "ticket"  // of a kiosk
)

// Papers lists the kinds in the order in which pages show them.
func Papers() []Paper { return []Paper{BadgePaper, ReceiptPaper, TicketPaper} }

// Sizes are the sizes that a kind of paper comes in, width × height in
// millimetres, the usual one first. The badge's is a rule of the office.
func (p Paper) Sizes() []string {
	switch p {
	case BadgePaper:
		return []string{Badge86, Badge62}
	case ReceiptPaper:
		return []string{"80x190", "62x190"}
	case TicketPaper:
		return []string{"80x110"}
	}
	return nil
}

// Way is how a kind of paper is printed.
type Way string

// The ways. ByBrowser is the device's own browser, ByQueue a print queue of the
// server, NoPrinter says that nothing prints it.
const (
	ByBrowser Way = "browser"
	ByQueue   Way = "queue"
	NoPrinter Way = "none"
)

// Ways lists them in the order in which pages show them.
func Ways() []Way { return []Way{ByBrowser, ByQueue, NoPrinter} }

// Printer says how one kind of paper is printed, by the whole office or at one device.
type Printer struct {
	Paper Paper  `json:"paper"`
	Way   Way    `json:"way"`
	Queue string `json:"queue,omitempty"` // of the server, when Way is ByQueue
	Size  string `json:"size,omitempty"`  // of the kind's Sizes; empty for the usual one
}

// Printers holds at most one printer for each kind of paper.
type Printers []Printer

// Refusals about printers.
var (
	ErrQueue = refusal.New(refusal.Invalid, "office.queue")
	ErrWay   = refusal.New(refusal.Invalid, "office.way")
)

// queuePattern is narrower than what CUPS takes: the name becomes an argument of a
// program, so it never begins with a dash and holds nothing that anybody expands.
var queuePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$`)

// ValidQueue reports whether s can be the name of a print queue.
func ValidQueue(s string) bool { return queuePattern.MatchString(s) }

// Of finds the printer chosen for a kind of paper.
func (ps Printers) Of(kind Paper) (Printer, bool) {
	i := slices.IndexFunc(ps, func(p Printer) bool { return p.Paper == kind })
	if i < 0 {
		return Printer{}, false
	}
	return ps[i], true
}

// Printer is how the office prints a kind of paper at a device with printers of
// its own; own may be empty. Until somebody chooses, badges and receipts are
// printed by the browser, and no kiosk has a printer.
func (o Office) Printer(kind Paper, own Printers) Printer {
	p, ok := own.Of(kind)
	if !ok {
		p, ok = o.Printers.Of(kind)
	}
	if !ok {
		p = Printer{Paper: kind, Way: ByBrowser}
		if kind == TicketPaper {
			p.Way = NoPrinter
		}
	}
	if kind == BadgePaper {
		p.Size = o.Rules.Filled().BadgeSize
	} else if p.Size == "" {
		p.Size = kind.Sizes()[0]
	}
	return p
}

// Check refuses what cannot print, each refusal at "way.KIND", "queue.KIND" or
// "size.KIND". The error is a refusal.List.
func (ps Printers) Check() error {
	var no refusal.List
	for i, p := range ps {
		if !slices.Contains(Papers(), p.Paper) || !slices.Contains(Ways(), p.Way) || slices.ContainsFunc(ps[:i], func(q Printer) bool { return q.Paper == p.Paper }) {
			no = append(no, ErrWay.At("way."+string(p.Paper)))
		}
		if p.Way == ByQueue && !ValidQueue(p.Queue) {
			no = append(no, ErrQueue.At("queue."+string(p.Paper)))
		}
		if p.Size != "" && !slices.Contains(p.Paper.Sizes(), p.Size) {
			no = append(no, ErrSize.At("size."+string(p.Paper)))
		}
	}
	return no.Err()
}

// Clean gives the printers in the order of the kinds, with no queue where none is used.
func (ps Printers) Clean() Printers {
	var out Printers
	for _, kind := range Papers() {
		if p, ok := ps.Of(kind); ok {
			if p.Queue = strings.TrimSpace(p.Queue); p.Way != ByQueue {
				p.Queue = ""
			}
			out = append(out, p)
		}
	}
	return out
}
