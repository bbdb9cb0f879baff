package main

import (
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/lang"
)

// complaintTour visits the complaint officer's pages.
func complaintTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	of := complaintsOf(b.t, h)
	b.open(h.Staff + "/masuk?lang=" + string(l))
	b.fill(w("Nama pengguna"), "pengaduan").fill(w("Kata sandi"), password).press("button", w("Masuk"))
	at(b, "complaints")
	page := h.Staff + "/pengaduan/"
	b.open(page + of[complaint.Assigned])
	at(b, "a complaint", "complaints")
	b.allow("status of 422").insist("button", w("Kirim tanggapan"))
	at(b, "a complaint, no answer", "complaints")
	for _, x := range []struct {
		state complaint.State
		move  string
	}{{complaint.Received, "verify"}, {complaint.Verified, "assign"}, {complaint.Progress, "reveal"}, {complaint.NeedsData, "elsewhere"}} {
		b.open(page + of[x.state] + "/" + x.move)
		at(b, "a complaint, "+x.move)
	}
	b.open(h.Staff + "/pengaduan?selesai=1")
	at(b, "complaints that are over")
}

// complaintsOf are the demo's complaints by their state, the confidential ones before others.
func complaintsOf(t testing.TB, h *house) map[complaint.State]string {
	t.Helper()
	s := stampOf(h)
	s.Roles = account.Roles{account.Complaint}
	out := map[complaint.State]string{}
	for _, over := range []bool{false, true} {
		list, err := h.Book.Triage(t.Context(), s, book.Wanted{Over: over})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Rows {
			if out[r.Line.State] == "" || r.Line.Naming == complaint.Confidential {
				out[r.Line.State] = r.ID
			}
		}
	}
	if len(out) != len(complaint.States) {
		t.Fatalf("the demo has complaints in %d states: %v", len(out), out)
	}
	return out
}

// Every page of the complaint officer, in both languages and themes.
func TestEveryPageOfComplaints(t *testing.T) {
	t.Parallel()
	newLedger(t, "complaints").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		complaintTour(atDesk(t, l), demo(t), l, onStaffPages(l, book))
	})
}
