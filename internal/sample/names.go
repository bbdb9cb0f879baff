package sample

import "strings"

// First names are those of plants, water, stones and stars, family names say that
// they are made up.
var (
	women   = strings.Fields("Anggrek Melur Seruni Kembang Embun Pandan Lestari Wulan Sekar Intan Ratna Galih Kenanga Cempaka Mawar Dahlia Pelangi Mega Bintang Kirana Purnama Permata Mutiara Teratai")
	womenOf = strings.Fields("Contohwati Contohsari Umpamawati Umpamasari Misalwati Misalsari Rekaanwati Rekayani Andaiyani Andaisari Perumpamawati")
	men     = strings.Fields("Joko Bima Gunung Tirta Rawing Galuh Cakra Bayu Jatmiko Gading Ulin Kelana Danau Pelita Rimba Samudra Surya Guntur Langit Jati Meranti Elang Karang Batu")
	menOf   = strings.Fields("Misalkan Misalnya Contohnegara Contohmo Umpama Umpamanto Andaikan Andaikata Rekaanto Rekaan Perumpamaan Permisalan")
)

// The real load of one Kejari (domain.md 3) as weights: what people come for.
const purposes = "koordinasi 26, panggilan 20, sidang 11, berkas 9, wajib-lapor 7, konsultasi 6, barang-bukti 5, " +
	"tilang 4, besuk 3, undangan 3, media 2, magang 2, bertemu 1, lain 1"

// units says where people of a purpose go.
var units = map[string]string{
	"koordinasi":   "pidum 4, pidsus 2, intelijen 2, datun 1, pembinaan 1",
	"panggilan":    "pidum 6, pidsus 4",
	"sidang":       "pidum 8, pidsus 2",
	"berkas":       "pidum 6, pidsus 3, papbb 1",
	"wajib-lapor":  "pidum 9, pidsus 1",
	"konsultasi":   "datun 1",
	"barang-bukti": "papbb 1",
	"tilang":       "pidum 1",
	"besuk":        "pidum 1",
	"undangan":     "pembinaan 3, kajari 1",
	"media":        "intelijen 1",
	"magang":       "pembinaan 1",
	"bertemu":      "kajari 1, pembinaan 1, intelijen 1, pidum 1, pidsus 1, datun 1, papbb 1",
	"lain":         "pembinaan 1",
}

// origins says who comes for a purpose.
var origins = map[string]string{
	"koordinasi":   "polri 6, asn 3, tni 1",
	"panggilan":    "saksi 7, tersangka 2, asn 1",
	"sidang":       "saksi 3, keluarga 3, advokat 3, terdakwa 1",
	"berkas":       "polri 5, advokat 2, masyarakat 3",
	"wajib-lapor":  "tersangka 1",
	"konsultasi":   "masyarakat 6, asn 3, swasta 1",
	"barang-bukti": "masyarakat 8, keluarga 2",
	"tilang":       "masyarakat 1",
	"besuk":        "keluarga 1",
	"undangan":     "asn 8, swasta 2",
	"media":        "pers 6, lsm 4",
	"magang":       "pelajar 1",
	"bertemu":      "masyarakat 1",
	"lain":         "masyarakat 9, swasta 1",
}

// documents says what people of an origin show.
var documents = map[string]string{
	"masyarakat": citizen, "saksi": citizen, "tersangka": citizen, "terdakwa": citizen, "keluarga": citizen, "lsm": citizen, "swasta": citizen,
	"polri":   "kta_polri 8, ktp 2",
	"tni":     "kta_tni 8, ktp 2",
	"asn":     "pegawai 6, ktp 4",
	"advokat": "kta_advokat 7, ktp 3",
	"pers":    "pers 6, ktp 4",
	"pelajar": "pelajar 5, ktp 5",
}

const citizen = "ktp 86, sim 8, ikd 5, paspor 1"

// institutions are invented and say so.
var institutions = map[string][]string{
	"polri":   {"Polres Contoh", "Polsek Misal", "Polsek Umpama"},
	"tni":     {"Kodim Contoh"},
	"asn":     {"Dinas Contoh", "Badan Misal", "Kecamatan Umpama", "Dinas Rekaan"},
	"advokat": {"Kantor Advokat Misal", "Kantor Advokat Andai"},
	"pers":    {"Media Contoh", "Harian Umpama"},
	"lsm":     {"LSM Misalnya"},
	"swasta":  {"PT Contoh Rekaan", "CV Umpama Jaya"},
	"pelajar": {"Universitas Contoh", "SMK Misal"},
}

// items are what guests hand in.
var items = []string{"Ponsel hitam", "Ponsel perak, casing biru", "2 ponsel", "Laptop abu-abu", "Pisau lipat", "Kamera", "Tas ransel hitam", "Ponsel dan pengisi daya"}
