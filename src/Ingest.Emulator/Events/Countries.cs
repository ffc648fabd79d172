namespace Ingest.Emulator.Events;

/// <summary>Country names as the classic data set writes them; draws favour the head of the list.</summary>
internal static class Countries
{
    public static string[] All { get; } = """
        Albania|Algeria|Afghanistan|Aruba|American Samoa|Andorra|Argentina|Bahamas|Azerbaijan|Bangladesh|Armenia
        Antarctica (the territory South of 60 deg S)|Austria|Bulgaria|Antigua and Barbuda|Anguilla|Bolivia|Bouvet Island (Bouvetoya)
        Australia|Congo|Belize|Angola|Barbados|British Virgin Islands|Cote d'Ivoire|Christmas Island|Bermuda|Bahrain|Cambodia|Benin
        Bosnia and Herzegovina|Egypt|Belgium|Bhutan|Cameroon|Dominican Republic|Botswana|Ecuador|Burkina Faso|Ethiopia|Belarus|Brazil
        British Indian Ocean Territory (Chagos Archipelago)|Brunei Darussalam|Burundi|Canada|Cape Verde|Cayman Islands
        Central African Republic|Chad|Chile|China|Cocos (Keeling) Islands|Colombia|Comoros|Cook Islands|Costa Rica|Croatia|Cuba|Cyprus
        Czech Republic|Denmark|Djibouti|Dominica|El Salvador|Equatorial Guinea|Eritrea|Estonia|Falkland Islands (Malvinas)|Faroe Islands
        Fiji|Finland|France|French Guiana|French Polynesia|French Southern Territories|Gabon|Gambia|Georgia|Germany|Ghana|Gibraltar|Greece
        Greenland|Grenada|Guadeloupe|Guam|Guatemala|Guernsey|Guinea|Guinea-Bissau|Guyana|Haiti|Heard Island and McDonald Islands
        Holy See (Vatican City State)|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Isle of Man|Israel|Italy|Jamaica
        Japan|Jersey|Jordan|Kazakhstan|Kenya|Kiribati|Korea|Kuwait|Kyrgyz Republic|Lao People's Democratic Republic|Latvia|Lebanon|Lesotho
        Liberia|Libyan Arab Jamahiriya|Liechtenstein|Lithuania|Luxembourg|Macao|Macedonia|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta
        Marshall Islands|Martinique|Mauritania|Mauritius|Mayotte|Mexico|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Montserrat|Morocco
        Mozambique|Myanmar|Namibia|Nauru|Nepal|Netherlands Antilles|Netherlands|New Caledonia|New Zealand|Nicaragua|Niger|Nigeria|Niue
        Norfolk Island|Northern Mariana Islands|Norway|Oman|Pakistan|Palau|Palestinian Territory|Panama|Papua New Guinea|Paraguay|Peru
        Philippines|Pitcairn Islands|Poland|Portugal|Puerto Rico|Qatar|Reunion|Romania|Russian Federation|Rwanda|Saint Barthelemy
        Saint Helena|Saint Kitts and Nevis|Saint Lucia|Saint Martin|Saint Pierre and Miquelon|Saint Vincent and the Grenadines|Samoa
        San Marino|Sao Tome and Principe|Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia (Slovak Republic)|Slovenia
        Solomon Islands|Somalia|South Africa|South Georgia and the South Sandwich Islands|Spain|Sri Lanka|Sudan|Suriname
        Svalbard & Jan Mayen Islands|Swaziland|Sweden|Switzerland|Syrian Arab Republic|Taiwan|Tajikistan|Tanzania|Thailand|Timor-Leste|Togo
        Tokelau|Tonga|Trinidad and Tobago|Tunisia|Turkey|Turkmenistan|Turks and Caicos Islands|Tuvalu|Uganda|Ukraine|United Arab Emirates
        United Kingdom|United States Minor Outlying Islands|United States Virgin Islands|United States of America|Uruguay|Uzbekistan|Vanuatu
        Venezuela|Vietnam|Wallis and Futuna|Western Sahara|Yemen|Zambia|Zimbabwe
        """.Split(['|', '\n'], StringSplitOptions.TrimEntries);
}
