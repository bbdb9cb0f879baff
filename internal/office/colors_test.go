package office_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#ffffff", 4.48}, {"#ffffff", "#ffffff", 1}, {"#144c39", "#f7f3e9", 8.9}} {
		if got := office.Contrast(x.a, x.b); math.Abs(got-x.want) > .06 {
			t.Errorf("%s on %s: %.2f, want %.2f", x.a, x.b, got, x.want)
		}
	}
}

func TestColoursThatCannotBeReadAreRefusedWithTheirRatio(t *testing.T) {
	for _, x := range []struct {
		colors office.Colors
		field  string
		ratio  string // empty: the colour is none
	}{
		{office.Colors{}, "", ""},
		{office.Colors{Accent: office.StandardAccent, Brand: office.StandardBrand}, "", ""},
		{office.Colors{Accent: "#1d3f8f", Brand: "#5c0f14"}, "", ""},
		{office.Colors{Accent: "#767676"}, "accent", "4,0"},
		{office.Colors{Brand: "#b0852c"}, "brand", "2,2"},
		{office.Colors{Brand: "#2a5a48"}, "brand", "5,3"}, // text fits, the second line of it does not
		{office.Colors{Accent: "green"}, "accent", ""},
		{office.Colors{Accent: "#fff;}"}, "accent", ""},
	} {
		o := office.Kapuas()
		o.Colors = x.colors
		list := refusal.Of(o.Check())
		if x.field == "" {
			if len(list) > 0 {
				t.Errorf("%+v: %v", x.colors, list)
			}
			continue
		}
		if len(list) != 1 || list[0].Field != x.field {
			t.Errorf("%+v: %v", x.colors, list)
			continue
		}
		if want := office.ErrContrast; x.ratio != "" && (!errors.Is(list, want) || list[0].Args["ratio"] != x.ratio) {
			t.Errorf("%+v: ratio %v, want %s", x.colors, list[0].Args["ratio"], x.ratio)
		}
		if x.colors.CSS() != "" {
			t.Errorf("%+v reaches the pages", x.colors)
		}
	}
}

func TestTheStyleSheetHoldsTheTwoValuesAndWhatFollows(t *testing.T) {
	if css := (office.Colors{}).CSS(); css != "" {
		t.Errorf("an office without colours has a sheet: %s", css)
	}
	css := office.Colors{Accent: "#1d3f8f"}.CSS()
	for _, want := range []string{"--green-700: #1d3f8f;", "--green-800: #0e3528;", "--accent-text: #1d3f8f;", ":not(.place-print)"} {
		if !strings.Contains(css, want) {
			t.Errorf("no %s in %s", want, css)
		}
	}
	for written, want := range map[string]string{"1D3F8F": "#1d3f8f", " #abc ": "#aabbcc", "": ""} {
		if got := office.CleanColor(written); got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
}
