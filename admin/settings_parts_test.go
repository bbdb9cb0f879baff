package admin_test

import (
	"strings"
	"testing"

	"bukutamu/internal/office"
)

func TestABadgeIsMarkedByHandWithAReason(t *testing.T) {
	b := kapuas(t)
	c := b.as("bima")
	p := c.Get("/pengaturan/pengenal").Form("Ubah keadaan").Set("numbers", "T-003, 7").Set("state", "lost").Press("Ubah keadaan").Want(422)
	if !strings.Contains(p.Text(), "Tulis alasannya.") {
		t.Error(p.Text())
	}
	p.Form("Ubah keadaan").Set("reason", "Tidak kembali").Press("Ubah keadaan").Want(200)
	o := b.setting()
	if o.Badges.State(3) != office.Lost || o.Badges.State(7) != office.Lost || o.Badges.Has(3) {
		t.Errorf("%+v", o.Badges)
	}
	text := c.Get("/pengaturan/pengenal").Want(200).Text()
	for _, want := range []string{"Riwayat perubahan", "Hilang: kosong → 3, 7", "Alasan: Tidak kembali"} {
		if !strings.Contains(text, want) {
			t.Errorf("not said: %s", want)
		}
	}
}
