package admin_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// A form that is sent after its session has ended leads to sign-in, and the same
// person finds it as it was typed; nobody else does.
func TestAFormOfAnEndedSessionWaitsForItsPerson(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	b := d.as("ratna")
	card := b.Get("/kunjungan/" + v.ID).Form("Catat tiba").Press("Catat tiba").Want(200)
	form := card.Form("Simpan, ke ruang tunggu").Fill("NIK", "6203994107880001").Fill("Nama di kartu", "Anggrek Contohwati Terketik")
	d.later(account.SessionIdle + time.Minute)

	in := form.Press("Simpan, ke ruang tunggu").Want(200)
	if in.H1() != "Masuk" || strings.Contains(in.Body, "6203994107880001") {
		t.Fatalf("%s", in.Text())
	}
	says(t, in, "Masuk lagi untuk melanjutkan.", "yang Anda ketik masih ada")
	back := in.Form("Masuk").Fill("Nama pengguna", "ratna").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	if back.URL.Path != "/kunjungan/"+v.ID+"/verify" || !strings.Contains(back.Body, "Anggrek Contohwati Terketik") || !strings.Contains(back.Body, "6203 9941 0788 0001") {
		t.Fatalf("%s: %s", back.URL.Path, back.Text())
	}
	if d.visit(v.ID).Facts.State != visit.Arrived {
		t.Error("saved although the session had ended")
	}
	if again := b.Get("/kunjungan/" + v.ID + "/verify").Want(200); strings.Contains(again.Body, "Terketik") {
		t.Error("what waited is given out twice")
	}

	form = b.Get("/kunjungan/"+v.ID+"/verify").Form("Simpan, ke ruang tunggu").Fill("Nama di kartu", "Anggrek Contohwati Terketik")
	d.later(account.SessionIdle + time.Minute)
	in = form.Press("Simpan, ke ruang tunggu").Want(200)
	other := in.Form("Masuk").Fill("Nama pengguna", "bima").Fill("Kata sandi", deskPassword).Press("Masuk").Want(200)
	if other.URL.Path != "/" {
		t.Errorf("somebody else comes to %s", other.URL.Path)
	}
	if page := b.Get("/kunjungan/" + v.ID + "/verify").Want(200); strings.Contains(page.Body, "Terketik") {
		t.Error("somebody else reads what was typed")
	}
}

// A form with another's token, or none, is an old page as before.
func TestOnlyTheSessionsOwnFormWaits(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	b := d.as("ratna")
	form := b.Get("/kunjungan/"+v.ID+"/cancel").Form("Batalkan kunjungan").Fill("Alasan", "Sakit")
	d.later(account.SessionIdle + time.Minute)
	if page := form.Set("csrf", strings.Repeat("A", 26)).Press("Batalkan kunjungan"); page.Status != 403 {
		t.Errorf("%d: %s", page.Status, page.Text())
	}
}

// The same on a desk that locked itself meanwhile.
func TestAFormWaitsBehindTheLock(t *testing.T) {
	d := openDesk(t)
	v := d.registers()
	b := d.deskOf("ratna")
	form := b.Get("/kunjungan/"+v.ID+"/cancel").Form("Batalkan kunjungan").Fill("Alasan", "Sakit sejak pagi")
	d.later(16 * time.Minute)
	lock := form.Press("Batalkan kunjungan").Want(200)
	if lock.H1() != "Meja terkunci" || strings.Contains(lock.Body, "Sakit") {
		t.Fatalf("%s", lock.Text())
	}
	back := lock.Form("Buka kunci").Fill("Kata sandi", deskPassword).Press("Buka kunci").Want(200)
	if !strings.Contains(back.Body, "Sakit sejak pagi") || d.visit(v.ID).Facts.State != visit.Registered {
		t.Errorf("%s: %s", back.URL.Path, back.Text())
	}
}

// A lost badge that is found may be broken: the form says so beside the tick, and
// keeps what was typed when the badge itself was forgotten.
func TestALostBadgeIsFoundBroken(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, page := d.meets(ratna, 21)
	panel := page.Follow("Pulang …").Form("Selesai, tamu pulang").Choose("KTP Anggrek, dari kantong").Press("Ada masalah … Tanda pengenal Anggrek")
	lost := panel.Form("Catat hilang").Fill("Alasan", "Tercecer di halaman").Fill("Nama pengguna supervisor", "bima").Fill("Kata sandi supervisor", deskPassword).Press("Catat hilang").Want(200)
	gone := lost.Form("Selesai, tamu pulang").Press("Selesai, tamu pulang").Want(200)
	none := gone.Form("Catat kembali").Press("Catat kembali").Want(422)
	if wrong := none.Root.ID("back-wrong"); wrong == nil || wrong.Text() != "Centang yang kembali." {
		t.Errorf("nothing beside the ticks: %s", none.Text())
	}
	form := none.Form("Catat kembali").Choose("Tanda pengenal kembali rusak")
	says(t, form.Press("Catat kembali").Want(422), "Tanda pengenal kembali rusak")
	if b := d.visit(id).Facts.Badge; b.Damaged || !b.BackAt.IsZero() {
		t.Fatalf("%+v", b)
	}
	form.Choose("Tanda pengenal Anggrek").Press("Catat kembali").Want(200)
	if f := d.visit(id).Facts; !f.Badge.Damaged || f.Badge.BackAt.IsZero() || f.TakesNumber() != 0 {
		t.Errorf("%+v", f.Badge)
	}
	if strings.Contains(ratna.Get("/kunjungan/"+id).Body, `name="damaged"`) {
		t.Error("a badge that is back can come back broken again")
	}
}
