package admin_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// The eight steps of the service standard at the desk, as a person without
// JavaScript does them: scan, arrive, verify with a photo, print, ask, answer,
// escort, give back, leave.
func TestTheEightStepsWithoutScripts(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	ratna := d.as("ratna")

	desk := ratna.Get("/").Want(200)
	if desk.H1() != "Meja depan" || !strings.HasPrefix(desk.Title(), "Meja depan · Kejaksaan Negeri Kapuas") {
		t.Errorf("h1 %q, title %q", desk.H1(), desk.Title())
	}
	says(t, desk, "Perlu tindakan", "Terdaftar, belum tiba", "Anggrek Contohwati", "Memenuhi panggilan · Pidum")

	card := scans(ratna, "http://tamu.contoh/t/kapuas."+v.Ticket).Want(200)
	says(t, card, "Tiket cocok.", "Ibu Anggrek Contohwati", "surat B-000/O.2.12/contoh", "0812 •••• 0001", "Senin, 23 November 2026")
	if d.visit(v.ID).Facts.State != visit.Registered {
		t.Fatal("a scan alone changed the visit")
	}

	verify := card.Form("Catat tiba").Press("Catat tiba").Want(200)
	if verify.H1() != "Verifikasi" || verify.URL.Path != "/kunjungan/"+v.ID+"/verify" {
		t.Fatalf("%s: %s", verify.URL.Path, verify.H1())
	}
	says(t, verify, "Diusulkan T-001, kosong berikutnya. 40 dari 40 kosong.")

	d.later(2 * time.Minute)
	form := verify.Form("Simpan, ke ruang tunggu").Fill("NIK", "6203 9955 0885 0001").Fill("Nama di kartu", "Anggrek Contohwati").
		Choose("Perempuan").Choose("T-016").Fill("Barang titipan", "Ponsel hitam, casing biru").Fill("Loker", "Loker 13").Attach("photo", picture(640, 480))
	answer := form.Send("Simpan, ke ruang tunggu")
	if answer.Status != 303 {
		t.Fatalf("saving answered %d: %s", answer.Status, answer.Text())
	}
	saved := ratna.Get(answer.Header.Get("Location")).Want(200)
	says(t, saved, "6203••••••••0001", "T-016", "Ponsel hitam, casing biru, Loker 13", "6. Apa jawaban yang dituju?", "ditanyakan 09.44 lewat telepon. Belum dijawab.")
	if strings.Contains(saved.Body, "6203995508850001") {
		t.Error("the card shows the whole NIK")
	}
	if frame := saved.Root.All(func(n *webtest.Node) bool { return n.Attr["data-print-frame"] != "" }); len(frame) != 1 || frame[0].Attr["data-print-once"] == "" {
		t.Error("the badge is not in a frame that prints once")
	}
	pdf := ratna.Get("/kunjungan/" + v.ID + "/tanda-pengenal.pdf").Want(200)
	if !strings.HasPrefix(pdf.Body, "%PDF-") || pdf.Header.Get("Content-Type") != "application/pdf" || !strings.Contains(pdf.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") {
		t.Errorf("no badge: %s %s", pdf.Header.Get("Content-Type"), pdf.Header.Get("Content-Security-Policy"))
	}
	if photo := ratna.Get("/kunjungan/" + v.ID + "/foto").Want(200); !strings.HasPrefix(photo.Body, "\xff\xd8") {
		t.Error("the photo is no JPEG")
	}

	waiting := saved.Form("Bersedia").Choose("Telepon").Press("Bersedia").Want(200)
	says(t, waiting, "Bersedia, 09.44.", "jawaban dicatat, 09.44")
	escort := waiting.Follow("Antar ke tujuan …")
	says(t, escort, "7. Antar ke tujuan")
	d.later(time.Minute)
	meeting := escort.Form("Antar sekarang").Fill("Diantar oleh", "Karang Permisalan · Pembinaan").Fill("Ruang", "2.04").Press("Antar sekarang").Want(200)
	says(t, meeting, "Bertemu sejak 09.45", "Karang Permisalan · Ruang 2.04")

	leave := meeting.Follow("Pulang …")
	if leave.H1() != "Tamu pulang" {
		t.Errorf("h1 %q", leave.H1())
	}
	says(t, leave, "Kembalikan semuanya", "0 dari 3 kembali", "Belum bisa: T-016, kartu di kantong T-016 dan Ponsel hitam, casing biru belum kembali.")
	locked := leave.Form("Selesai, tamu pulang").Choose("Tanda pengenal Anggrek").Press("Selesai, tamu pulang").Want(422)
	says(t, locked, "Kartu di kantong T-016 belum diserahkan.", "1 dari 3 kembali")
	all := locked.Form("Semua kembali").Press("Semua kembali").Want(200)
	says(t, all, "3 dari 3 kembali")
	d.later(20 * time.Minute)
	gone := all.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	says(t, gone, "Pulang 10.05", "kembali 10.05", "8 dari 8")

	f := d.visit(v.ID).Facts
	if f.State != visit.Left || f.Closing != visit.CheckedOut || f.Ending != visit.Met || f.Holds() || f.TakesNumber() != 0 {
		t.Errorf("%+v", f)
	}
	says(t, ratna.Get("/"), "Sudah pulang", "Pulang 10.05")
	if strings.Contains(d.log.String(), "Anggrek") || strings.Contains(d.log.String(), "6203995508850001") || strings.Contains(d.log.String(), v.Ticket) {
		t.Error("the log names a guest, a number or a ticket")
	}
}
