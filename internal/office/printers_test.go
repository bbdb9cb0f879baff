package office

import (
	"reflect"
	"testing"

	"bukutamu/internal/refusal"
)

// The device's own printer beats the office's; where nobody chose, the browser
// prints badges and receipts, and kiosks have no printer.
func TestWhichPrinterIsMeant(t *testing.T) {
	o := Kapuas()
	queue := Printers{{Paper: ReceiptPaper, Way: ByQueue, Queue: "struk", Size: "62x190"}, {Paper: BadgePaper, Way: ByQueue, Queue: "kartu", Size: "1x1"}}
	for _, x := range []struct {
		name        string
		office, own Printers
		kind        Paper
		want        Printer
	}{
		{"nothing chosen, badge", nil, nil, BadgePaper, Printer{BadgePaper, ByBrowser, "", Badge86}},
		{"nothing chosen, receipt", nil, nil, ReceiptPaper, Printer{ReceiptPaper, ByBrowser, "", "80x190"}},
		{"nothing chosen, ticket", nil, nil, TicketPaper, Printer{TicketPaper, NoPrinter, "", "80x110"}},
		{"the office's", queue, nil, ReceiptPaper, Printer{ReceiptPaper, ByQueue, "struk", "62x190"}},
		{"the badge's size is a rule of the office", queue, nil, BadgePaper, Printer{BadgePaper, ByQueue, "kartu", Badge86}},
		{"the device's own", queue, Printers{{Paper: ReceiptPaper, Way: NoPrinter}}, ReceiptPaper, Printer{ReceiptPaper, NoPrinter, "", "80x190"}},
		{"the device's own of another kind", queue, Printers{{Paper: TicketPaper, Way: ByBrowser}}, ReceiptPaper, Printer{ReceiptPaper, ByQueue, "struk", "62x190"}},
	} {
		o.Printers = x.office
		if got := o.Printer(x.kind, x.own); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.name, got, x.want)
		}
	}
}

// A queue's name becomes an argument of a program.
func TestWhichNamesAQueueMayHave(t *testing.T) {
	for name, ok := range map[string]bool{
		"pengenal-depan": true, "struk_2": true, "A": true,
		"": false, "-d": false, "--help": false, "a b": false, "a;b": false, "a/b": false, "$(id)": false, "a\nb": false, "ä": false, "..": false,
		"a123456789012345678901234567890123456789012345678901234567890": false,
	} {
		if ValidQueue(name) != ok {
			t.Errorf("%q: %v", name, !ok)
		}
	}
}

func TestWhatCannotPrintIsRefused(t *testing.T) {
	for _, x := range []struct {
		name  string
		ps    Printers
		field string
		want  *refusal.Refusal
	}{
		{"good", Printers{{BadgePaper, ByQueue, "kartu", ""}, {ReceiptPaper, ByBrowser, "", "62x190"}, {TicketPaper, NoPrinter, "", ""}}, "", nil},
		{"unknown way", Printers{{BadgePaper, "fax", "", ""}}, "way.badge", ErrWay},
		{"unknown paper", Printers{{"poster", ByBrowser, "", ""}}, "way.poster", ErrWay},
		{"twice", Printers{{TicketPaper, ByBrowser, "", ""}, {TicketPaper, NoPrinter, "", ""}}, "way.ticket", ErrWay},
		{"no queue", Printers{{ReceiptPaper, ByQueue, "", ""}}, "queue.receipt", ErrQueue},
		{"an option as a queue", Printers{{ReceiptPaper, ByQueue, "-o", ""}}, "queue.receipt", ErrQueue},
		{"another paper's size", Printers{{ReceiptPaper, ByBrowser, "", "86x54"}}, "size.receipt", ErrSize},
	} {
		o := Kapuas()
		o.Printers = x.ps
		no := refusal.Of(o.Check())
		if x.want == nil {
			if len(no) > 0 {
				t.Errorf("%s: %v", x.name, no)
			}
			continue
		}
		if len(no) != 1 || no[0].Key != x.want.Key || no[0].Field != x.field {
			t.Errorf("%s: %v, want %s at %s", x.name, no, x.want.Key, x.field)
		}
	}
}

func TestPrintersAreKeptInOrder(t *testing.T) {
	got := Printers{{TicketPaper, ByBrowser, "alt", ""}, {BadgePaper, ByQueue, " kartu ", ""}}.Clean()
	if want := (Printers{{BadgePaper, ByQueue, "kartu", ""}, {TicketPaper, ByBrowser, "", ""}}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
